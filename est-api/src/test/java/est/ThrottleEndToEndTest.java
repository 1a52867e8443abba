package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.device.TestAuthority;
import est.record.TestSql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Who comes too often has to wait, over real TLS. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ThrottleEndToEndTest {

    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final String PASSWORD = "correct horse";

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    @Inject
    MeterRegistry meters;

    @Inject
    TestSql sql;

    private double hashes() {
        return meters.get("est.password.hashes").counter().count();
    }

    private double throttled(String kind) {
        return meters.get("est.throttled").tag("kind", kind).counter().count();
    }

    private Answer enroll(String user, String password) {
        return Device.at(port).with(user, password).enroll(ec("CN=throttled1").der());
    }

    private static void granted(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private Answer sixth(String user) {
        for (int n = 0; n < 5; n++) {
            assertThat(enroll(user, "wrong").status()).isEqualTo(401);
        }
        database.change("update est.failed_password set failures = 12, last_at = now() where failures = 5");
        return enroll(user, PASSWORD);
    }

    @Test
    void T_9_EST_AUTH_14_wrong_passwords_delay_before_the_hash_and_never_a_certificate() {
        credentials.user("throttled1", PASSWORD);
        Answer known = sixth("throttled1");
        double hashed = hashes();
        double before = throttled("account");
        assertThat(known.status()).as(known.text()).isEqualTo(429);
        assertThat(Integer.parseInt(known.header("Retry-After").orElseThrow())).isBetween(1, 128);
        assertThat(enroll("throttled1", PASSWORD).status()).isEqualTo(429);
        assertThat(hashes()).isEqualTo(hashed);
        assertThat(throttled("account")).isGreaterThan(before);
        granted(Device.at(port)
                .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=throttled2", KEYS))
                .with("throttled1", "wrong")
                .enroll(ec("CN=throttled2").der()));
        granted(Device.at(port)
                .withSecret(credentials.secret())
                .enroll(ec("CN=throttled3").der()));

        Answer unknown = sixth("nobody at all");
        assertThat(unknown.status()).isEqualTo(known.status());
        assertThat(unknown.text().replaceAll("[0-9a-f]{8,}", ""))
                .isEqualTo(known.text().replaceAll("[0-9a-f]{8,}", ""));

        database.change("update est.failed_password set last_at = last_at - interval '1 hour'");
        granted(enroll("throttled1", PASSWORD));
        assertThat(enroll("throttled1", "wrong").status()).isEqualTo(401);
        granted(enroll("throttled1", PASSWORD));
    }

    @Test
    void T_6_wrong_passwords_at_one_label_slow_nobody_down_at_another() {
        credentials.user("throttled6", PASSWORD);
        Device user = Device.at(port).with("throttled6", PASSWORD);
        assertThat(sixth("throttled6").status()).isEqualTo(429);

        granted(user.post(
                "/.well-known/est/usersonly/simpleenroll",
                Device.base64(ec("CN=throttled6").der())));

        assertThat(enroll("throttled6", PASSWORD).status())
                .as("a success there forgives nothing here")
                .isEqualTo(429);
    }

    @Test
    void I_6_counters_that_cannot_be_read_stop_passwords_and_nothing_else() throws Exception {
        credentials.user("throttled7", PASSWORD);
        byte[] request = ec("CN=throttled7").der();
        sql.asOwner("alter table est.failed_password rename to unreadable");
        Answer byPassword;
        Answer byCertificate;
        Answer bySecret;
        try {
            byPassword = enroll("throttled7", PASSWORD);
            byCertificate = Device.at(port)
                    .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=throttled7", KEYS))
                    .enroll(request);
            bySecret = Device.at(port)
                    .withSecret(credentials.secret())
                    .enroll(ec("CN=throttled8").der());
        } finally {
            sql.asOwner("alter table est.unreadable rename to failed_password");
        }

        assertThat(byPassword.status()).as(byPassword.text()).isEqualTo(503);
        assertThat(byPassword.header("Retry-After").orElseThrow()).matches("[1-9][0-9]*");
        granted(byCertificate);
        granted(bySecret);
        granted(enroll("throttled7", PASSWORD));
    }

    @Test
    void T_9_wrong_secrets_slow_down_their_address_only() {
        Device guesser = Device.at(port).from("127.0.0.42");
        for (int n = 0; n < 20; n++) {
            Answer wrong = guesser.withSecret("wrong").enroll(ec("CN=guesser").der());
            assertThat(wrong.status()).isIn(401, 429);
        }
        int status = 401;
        for (int n = 0; n < 20 && status != 429; n++) {
            status = guesser.withSecret("wrong").enroll(ec("CN=guesser").der()).status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(throttled("address")).isPositive();
        granted(guesser.with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=guesser", KEYS))
                .enroll(ec("CN=guesser").der()));
        granted(Device.at(port)
                .from("127.0.0.43")
                .withSecret(credentials.secret())
                .enroll(ec("CN=neighbor").der()));
    }

    @Test
    void T_23_an_identity_enrolls_so_often_and_its_repeats_are_answered() {
        credentials.user("limited1", PASSWORD);
        Device device = Device.at(port).with("limited1", PASSWORD);
        String path = "/.well-known/est/limited/simpleenroll";
        byte[] first = Device.base64(ec("CN=limited1").der());
        granted(device.post(path, first));
        granted(device.post(path, Device.base64(ec("CN=limited1").der())));
        Answer third = device.post(path, Device.base64(ec("CN=limited1").der()));
        assertThat(third.status()).as(third.text()).isEqualTo(429);
        assertThat(Integer.parseInt(third.header("Retry-After").orElseThrow())).isBetween(3_000, 3_600);
        granted(device.post(path, first));
        assertThat(database.number(
                        "select count(*) from est.audit_event where reason = 'THROTTLED' and label = 'limited'"))
                .isPositive();
        assertThat(throttled("identity")).isPositive();
    }

    @Test
    void T_23_more_passwords_than_can_be_hashed_wait_for_later_and_certificates_do_not() throws Exception {
        credentials.user("throttled9", PASSWORD);
        byte[] request = request("throttled9", Device.base64(ec("CN=throttled9").der()));
        List<SSLSocket> crowd = new ArrayList<>();
        try {
            // 64 may wait, and each processor hashes a few while they come
            int many = 64 + 16 * Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < many; i++) {
                crowd.add(Device.at(port).from("127.0.1." + (1 + i % 200)).connect());
            }
            for (SSLSocket one : crowd) {
                one.getOutputStream().write(request);
            }
            granted(Device.at(port)
                    .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=throttled10", KEYS))
                    .enroll(ec("CN=throttled10").der()));
            List<Answer> answers = new ArrayList<>();
            for (SSLSocket one : crowd) {
                answers.add(Answer.read(one.getInputStream()));
            }
            assertThat(answers).extracting(Answer::status).contains(200, 503).containsOnly(200, 503);
            assertThat(answers)
                    .filteredOn(answer -> answer.status() == 503)
                    .allMatch(answer -> answer.header("Retry-After").orElse("").matches("[1-9][0-9]*"));
        } finally {
            for (SSLSocket one : crowd) {
                one.close();
            }
        }
        granted(enroll("throttled9", PASSWORD));
    }

    private static byte[] request(String user, byte[] body) {
        String pair = Base64.getEncoder().encodeToString((user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        String head = "POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/pkcs10\r\nAuthorization: Basic " + pair + "\r\nContent-Length: "
                + body.length + "\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }
}
