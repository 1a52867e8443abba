package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.console.ConsoleClient;
import est.console.Operators;
import est.device.Answer;
import est.device.Approvals;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.outbound.LoopbackParty;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that an authorizer has not decided: they wait for it, or for an operator in its place. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class UndecidedEnrollmentTest {

    private static final String PATH = "/.well-known/est/authorized/simpleenroll";
    private static final String ALLOW = "{\"decision\":\"allow\"}";
    private static final String PENDING = "{\"decision\":\"pending\",\"reason\":\"shift begins at 6\"}";

    private final LoopbackParty gate = PartiesUnderTest.authorizer();

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "est.console.port")
    int consolePort;

    @ConfigProperty(name = "test.root-certificate")
    Path root;

    @Inject
    Credentials credentials;

    @Inject
    Operators operators;

    @Inject
    Approvals approvals;

    @Inject
    IssuedCount database;

    private Device device;

    @BeforeEach
    void undecided() {
        gate.answers(PENDING);
        device = Device.at(port).withSecret(credentials.secret());
    }

    private Answer enroll(CertificationRequests request) {
        return device.post(PATH, Device.base64(request.der()));
    }

    private UUID waits(CertificationRequests request) {
        Answer answer = enroll(request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Retry-After"))
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
        return approvals.waiting(request).id();
    }

    private void is(int status, CertificationRequests request) {
        Answer answer = enroll(request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    }

    private String state(UUID pending) {
        return database.text("select state from est.pending_request where id = '" + pending + "'");
    }

    private String repeat() {
        return gate.posted().get(gate.posted().size() - 1).json().getString("repeat");
    }

    @Test
    void EST_PEND_01_what_the_authorizer_has_not_decided_waits_and_is_issued_when_it_allows() {
        CertificationRequests request = ec("CN=undecided1");
        UUID waiting = waits(request);
        String repeat = repeat();
        assertThat(waits(request)).as("the same request").isEqualTo(waiting);

        gate.answers(ALLOW);

        is(200, request);
        assertThat(repeat()).isEqualTo(repeat).hasSize(64);
        assertThat(state(waiting)).isEqualTo("SPENT");
        assertThat(database.text(
                        "select string_agg(event || ' ' || reason, ', ') from est.audit_event where pending = '"
                                + waiting + "'"))
                .isEqualTo("PENDING AUTHORIZER: shift begins at 6");
    }

    @Test
    void EST_PEND_06_operators_see_what_the_authorizer_says_and_decide_in_its_place() {
        CertificationRequests request = ec("CN=undecided2");
        UUID waiting = waits(request);
        ConsoleClient console = ConsoleClient.at(consolePort, root).as(operators.approver());
        JsonObject shown =
                new JsonObject(console.get("/api/v1/pending/" + waiting).body());
        assertThat(shown.getString("occasion")).isEqualTo("AUTHORIZER");
        assertThat(shown.getString("remark")).isEqualTo("shift begins at 6");

        assertThat(console.post("/api/v1/pending/" + waiting + "/approve").statusCode())
                .isEqualTo(204);

        Answer answer = enroll(request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(enroll(request).certificate()).isEqualTo(answer.certificate());
        assertThat(state(waiting)).isEqualTo("SPENT");
    }

    @Test
    void EST_PEND_06_what_an_operator_rejected_is_403_although_the_authorizer_allows() {
        CertificationRequests request = ec("O=Example,CN=undecided3");
        UUID waiting = waits(request);
        approvals.reject(request);
        is(403, request);

        gate.answers(ALLOW);
        is(403, request);
        gate.answers("{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=undecided3\"}}");
        is(403, request);

        assertThat(state(waiting)).isEqualTo("REJECTED");
    }

    @Test
    void I_7_what_the_authorizer_denies_is_403_although_an_operator_approved() {
        CertificationRequests request = ec("CN=undecided4");
        UUID waiting = waits(request);
        approvals.approve(request);

        gate.answers("{\"decision\":\"deny\"}");

        is(403, request);
        assertThat(state(waiting)).isEqualTo("APPROVED");
    }

    @Test
    void I_6_an_approval_does_not_make_up_for_an_authorizer_that_does_not_answer() {
        CertificationRequests request = ec("CN=undecided5");
        UUID waiting = waits(request);
        approvals.approve(request);

        gate.answers("{\"decision\":\"perhaps\"}");
        is(503, request);

        gate.answers(PENDING);
        is(200, request);
        assertThat(state(waiting)).isEqualTo("SPENT");
    }

    @Test
    void EST_PEND_06_without_a_decision_a_request_with_another_key_waits_by_itself() {
        CertificationRequests request = ec("CN=undecided6");
        waits(request);
        approvals.approve(request);
        Device other = Device.at(port).withSecret(credentials.secret());
        assertThat(other.post(PATH, Device.base64(ec("CN=undecided6").der())).status())
                .isEqualTo(202);
        is(200, request);
    }
}
