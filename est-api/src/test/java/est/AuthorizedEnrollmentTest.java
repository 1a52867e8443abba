package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.device.TestAuthority;
import est.outbound.LoopbackParty;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A label whose requests somebody outside decides about. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class AuthorizedEnrollmentTest {

    private static final String AUTHORIZED = "/.well-known/est/authorized/simpleenroll";
    private static final String EXPLAINED = "/.well-known/est/explained/simpleenroll";
    private static final String ALLOW = "{\"decision\":\"allow\"}";

    private final LoopbackParty gate = PartiesUnderTest.authorizer();

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @BeforeEach
    void allow() {
        gate.answers(ALLOW);
    }

    private Answer enroll(String path, String secret, CertificationRequests request) {
        return Device.at(port).withSecret(secret).post(path, Device.base64(request.der()));
    }

    private long audited(String reason) {
        return database.number("select count(*) from est.audit_event where event = 'REFUSED' and label in"
                + " ('authorized', 'explained') and reason like '" + reason + "'");
    }

    private LoopbackParty.Posted lastQuestion() {
        return gate.posted().get(gate.posted().size() - 1);
    }

    @Test
    void EST_ENR_02_what_the_authorizer_allows_is_issued_as_it_was_granted() throws Exception {
        Answer answer =
                enroll(AUTHORIZED, credentials.secret(), ec("CN=allowed").withDnsName("allowed"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getSubjectAlternativeNames()).containsExactly(List.of(2, "allowed"));
        assertThat(lastQuestion().json().getString("label")).isEqualTo("authorized");
        assertThat(lastQuestion().json().getJsonObject("granted").getString("subject"))
                .isEqualTo("cn=allowed");
        assertThat(lastQuestion().json().getJsonObject("identity").getString("kind"))
                .isEqualTo("one_time_secret");
    }

    @Test
    void I_9_what_it_denies_is_403_and_audited_and_spends_no_secret() {
        gate.answers("{\"decision\":\"deny\",\"reason\":\"no ticket 4711\"}");
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=denied");
        long certificates = database.certificates();

        Answer silent = enroll(AUTHORIZED, secret, request);
        Answer told = enroll(EXPLAINED, secret, request);

        assertThat(silent.status()).isEqualTo(403);
        assertThat(silent.text())
                .doesNotContain("4711")
                .contains(silent.header("Request-Id").orElseThrow());
        assertThat(told.status()).isEqualTo(403);
        assertThat(told.text()).startsWith("the request was not authorized: no ticket 4711 (reference ");
        assertThat(audited("AUTHORIZER_DENIED: no ticket 4711")).isEqualTo(2);
        assertThat(database.certificates()).isEqualTo(certificates);
        gate.answers(ALLOW);
        assertThat(enroll(AUTHORIZED, secret, request).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"slow", "wrong", "gone"})
    void I_6_an_authorizer_that_is_slow_wrong_or_gone_is_503_and_nothing_is_issued(String how) {
        String secret = credentials.secret();
        long certificates = database.certificates();
        long audited = audited("AUTHORIZER_U%");
        if (how.equals("gone")) {
            gate.stop();
        } else {
            gate.script((request, posted) -> {
                if (how.equals("wrong")) {
                    LoopbackParty.respond(request, 200, ALLOW);
                }
            });
        }
        Answer answer;
        Answer other;
        try {
            answer = enroll(AUTHORIZED, secret, ec("CN=" + how));
            other = Device.at(port)
                    .withSecret(credentials.secret())
                    .enroll(ec("CN=beside" + how).der());
        } finally {
            if (how.equals("gone")) {
                gate.resume();
            }
        }

        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow())).isPositive();
        assertThat(other.status()).as("another label").isEqualTo(200);
        assertThat(database.certificates()).isEqualTo(certificates + 1);
        assertThat(audited("AUTHORIZER_U%")).isEqualTo(audited + 1);
        gate.answers(ALLOW);
        assertThat(enroll(AUTHORIZED, secret, ec("CN=healed" + how)).status()).isEqualTo(200);
    }

    @Test
    void EST_ENR_11_names_it_narrows_are_certified() throws Exception {
        gate.answers("{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=narrow\"}}");

        Answer answer = enroll(
                AUTHORIZED, credentials.secret(), ec("O=Example,CN=narrow").withDnsName("narrow"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=narrow");
        assertThat(answer.certificate().getSubjectAlternativeNames()).isNull();
        assertThat(database.number("select count(*) from est.certificate where subject = 'CN=narrow'"
                        + " and cardinality(names) = 0"))
                .isEqualTo(1);
    }

    @Test
    void T_7_names_outside_the_profile_are_refused() {
        gate.answers("{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=wide\",\"alternativeNames\":{\"dns\":"
                + "[\"bank.example\"]}}}");
        long certificates = database.certificates();

        Answer answer = enroll(AUTHORIZED, credentials.secret(), ec("CN=wide"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("the names decided for this request cannot be granted");
        assertThat(audited("AUTHORIZER_NAMES_NOT_ALLOWED")).isEqualTo(1);
        assertThat(database.certificates()).isEqualTo(certificates);
    }

    @Test
    void I_3_a_repeat_gets_the_certificate_it_had_whatever_is_decided_now() {
        KeyPair keys = TestAuthority.ecKeys();
        Device device = Device.at(port).with(keys.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=again", keys));
        byte[] request = Device.base64(ec("CN=again").withDnsName("again").der());
        String first = device.post(AUTHORIZED, request).text();
        gate.answers("{\"decision\":\"allow\",\"names\":{\"subject\":\"CN=again\"}}");

        Answer repeated = device.post(AUTHORIZED, request);

        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.text()).isEqualTo(first);
    }

    /** The one who counts tickets is not asked again about a secret that has opened its enrollment. */
    @Test
    void I_11_a_spent_secret_is_answered_from_the_record_without_a_question() {
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=spent");
        String first = enroll(AUTHORIZED, secret, request).text();
        gate.answers("{\"decision\":\"deny\"}");
        int questions = gate.posted().size();

        assertThat(enroll(AUTHORIZED, secret, request).text()).isEqualTo(first);
        assertThat(enroll(AUTHORIZED, secret, ec("CN=another")).status()).isEqualTo(401);
        assertThat(gate.posted()).hasSize(questions);
    }

    @Test
    void a_label_without_authorizer_asks_nobody() {
        int questions = gate.posted().size();

        Answer answer = Device.at(port)
                .withSecret(credentials.secret())
                .enroll(ec("CN=free").der());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(gate.posted()).hasSize(questions);
    }
}
