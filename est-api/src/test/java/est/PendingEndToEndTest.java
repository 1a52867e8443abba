package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.approval.PendingTurn;
import est.console.ConsoleClient;
import est.console.Operators;
import est.device.Answer;
import est.device.BoundConnection;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Requests that wait for a person, from the device's 202 to its certificate, over real TLS at both doors. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class PendingEndToEndTest {
    private static final String LABEL = "waiting";
    private static final String ENROLL = "/.well-known/est/" + LABEL + "/simpleenroll";

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
    IssuedCount database;

    @Inject
    PendingTurn turn;

    @Inject
    MeterRegistry meters;

    private Device device() {
        return Device.at(port).withSecret(credentials.secret());
    }

    private static Answer enroll(Device device, CertificationRequests request) {
        return device.post(ENROLL, Device.base64(request.der()));
    }

    /** The id of the waiting request for that key. */
    private String id(CertificationRequests request) {
        byte[] digest = est.protocol.CertificationRequest.decode(request.der())
                .publicKey()
                .sha256();
        return database.text("select id from est.pending_request where state = 'WAITING' and spki_sha256 = decode('"
                + java.util.HexFormat.of().formatHex(digest) + "', 'hex')");
    }

    private void approve(CertificationRequests request) {
        assertThat(console().post("/api/v1/pending/" + id(request) + "/approve").statusCode())
                .isEqualTo(204);
    }

    private ConsoleClient console() {
        return ConsoleClient.at(consolePort, root).as(operators.approver());
    }

    private static void waits(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Length")).hasValue("0");
        assertThat(answer.header("Retry-After"))
                .hasValueSatisfying(value -> assertThat(value).matches("[1-9][0-9]*"));
    }

    @Test
    void EST_PEND_01_EST_PEND_02_a_waiting_request_is_202_with_whole_seconds_and_no_body() {
        Answer answer = enroll(device(), ec("CN=pend1"));

        waits(answer);
        // est.approval.retry-after is 2s here, a quarter sooner or later
        assertThat(answer.header("Retry-After"))
                .hasValueSatisfying(value -> assertThat(value).isIn("2", "3"));
    }

    @Test
    void EST_PEND_06_approved_by_an_operator_the_repeat_gets_its_certificate_and_keeps_it() {
        CertificationRequests request = ec("CN=pend2").withDnsName("pend2");
        Device device = device();
        waits(enroll(device, request));
        waits(enroll(device, request));

        approve(request);

        Answer answer = enroll(device, request);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(enroll(device, request).certificate()).isEqualTo(answer.certificate());
        assertThat(database.number("select count(*) from est.pending_request where state = 'SPENT' and id ="
                        + " (select approval from est.enrollment where serial = decode('"
                        + java.util.HexFormat.of()
                                .formatHex(
                                        answer.certificate().getSerialNumber().toByteArray())
                        + "', 'hex'))"))
                .isEqualTo(1);
    }

    @Test
    void EST_PEND_06_rejected_by_an_operator_the_repeat_is_403_without_the_operators_words() {
        CertificationRequests request = ec("CN=pend3");
        Device device = device();
        waits(enroll(device, request));

        assertThat(console()
                        .post("/api/v1/pending/" + id(request) + "/reject", "{\"reason\":\"stolen from shelf 7\"}")
                        .statusCode())
                .isEqualTo(204);

        Answer answer = enroll(device, request);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).startsWith("an operator rejected the request").doesNotContain("shelf");
        assertThat(answer.header("Retry-After")).isEmpty();
    }

    @Test
    void EST_PEND_04_a_repeat_with_another_signature_is_the_same_request() {
        CertificationRequests request = ec("CN=pend4");
        Device device = device();
        byte[] first = request.der();
        byte[] second = request.signedWith("SHA384withECDSA").der();
        assertThat(first).isNotEqualTo(second);
        waits(device.post(ENROLL, Device.base64(first)));

        approve(request);

        assertThat(device.post(ENROLL, Device.base64(second)).status()).isEqualTo(200);
    }

    @Test
    void EST_PEND_04_EST_POP_14_a_repeat_bound_to_another_session_is_the_same_request() throws Exception {
        CertificationRequests request = ec("CN=pend5");
        String secret = credentials.secret();
        try (BoundConnection connection = BoundConnection.to(port, "TLSv1.3")) {
            // reads to the end: the server has closed, since the binding of this session is used up
            waits(connection.enroll(
                    ENROLL,
                    secret,
                    request.withChallengePassword(connection.binding()).der()));
        }

        approve(request);

        try (BoundConnection connection = BoundConnection.to(port, "TLSv1.3")) {
            assertThat(connection
                            .enroll(
                                    ENROLL,
                                    secret,
                                    request.withChallengePassword(connection.binding())
                                            .der())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void EST_PEND_04_EST_PEND_09_other_names_wait_for_an_approval_of_their_own_and_too_many_are_429() {
        credentials.user("pender6", "correct horse");
        Device device = Device.at(port).with("pender6", "correct horse");
        CertificationRequests request = ec("CN=pend6a");
        waits(enroll(device, request));
        approve(request);

        // est.approval.per-identity is 3 here; the approved one does not count
        waits(enroll(device, ec("CN=pend6b")));
        waits(enroll(device, ec("CN=pend6c")));
        waits(enroll(device, ec("CN=pend6d")));
        Answer flood = enroll(device, ec("CN=pend6e"));

        assertThat(flood.status()).isEqualTo(429);
        assertThat(flood.header("Retry-After"))
                .hasValueSatisfying(value -> assertThat(value).matches("[1-9][0-9]*"));
        assertThat(enroll(device, request).status()).isEqualTo(200);
    }

    @Test
    void EST_PEND_05_another_identity_with_the_same_request_does_not_get_the_result() {
        CertificationRequests request = ec("CN=pend7");
        Device device = device();
        waits(enroll(device, request));
        approve(request);

        waits(enroll(device(), request));
        assertThat(enroll(device, request).status()).isEqualTo(200);
    }

    @Test
    void I_11_a_secret_waits_for_one_request() {
        Device device = device();
        CertificationRequests request = ec("CN=pend8");
        waits(enroll(device, request));

        assertThat(enroll(device, ec("CN=pend8")).status()).isEqualTo(429);
        // under a label that asks nobody
        assertThat(device.enroll(ec("CN=pend8").der()).status()).isEqualTo(429);

        approve(request);
        assertThat(enroll(device, request).status()).isEqualTo(200);
    }

    @Test
    void EST_PEND_08_a_renewal_waits_too_and_cacerts_never() {
        CertificationRequests request = ec("CN=pend9");
        Device device = device();
        waits(enroll(device, request));
        approve(request);
        X509Certificate certificate = enroll(device, request).certificate();

        CertificationRequests next = ec("CN=pend9");
        Device renewing = Device.at(port).with(request.keyPair().getPrivate(), certificate);
        String reenroll = "/.well-known/est/" + LABEL + "/simplereenroll";
        waits(renewing.post(reenroll, Device.base64(next.der())));
        approve(next);
        assertThat(renewing.post(reenroll, Device.base64(next.der())).status()).isEqualTo(200);

        assertThat(device.get("/.well-known/est/" + LABEL + "/cacerts").status())
                .isEqualTo(200);
        assertThat(device.get("/.well-known/est/" + LABEL + "/csrattrs").status())
                .isEqualTo(204);
    }

    @Test
    void EST_PEND_09_the_metrics_count_what_waits_by_label() throws Throwable {
        waits(enroll(device(), ec("CN=pend11")));
        VertxContextSupport.subscribeAndAwait(turn::pass);

        assertThat(gauge(LABEL))
                .isEqualTo((double) database.number("select count(*) from est.pending_request where label = '" + LABEL
                        + "' and state = 'WAITING' and expires_at > now()"))
                .isPositive();
        assertThat(List.of("asking", "authorized", "devicesapprove"))
                .as("every label where requests can wait has one from the start")
                .allSatisfy(label -> assertThat(gauge(label)).isNotNegative());
    }

    private double gauge(String label) {
        return meters.get("est.pending").tag("label", label).gauge().value();
    }

    @Test
    void EST_PEND_06_what_policy_refuses_waits_for_nobody() {
        assertThat(enroll(device(), ec("CN=bad name with $")).status()).isIn(400, 403);
    }

    @Test
    void the_settings_lifetime_is_the_records() {
        CertificationRequests request = ec("CN=pend10");
        waits(enroll(device(), request));
        // est.approval.lifetime is 2h here
        assertThat(database.number("select extract(epoch from expires_at - created_at)::bigint from est.pending_request"
                        + " where id = '" + id(request) + "'"))
                .isEqualTo(7200);
    }
}
