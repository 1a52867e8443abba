package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.forKey;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import est.record.BlockedKeys;
import est.start.SwitchedClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Keys that a whole server refuses although nothing is wrong with them: its own, blocked ones, those of others. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class KeyReuseTest {

    private static final String SHARING = "/.well-known/est/sharing/simpleenroll";

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "est.ca.main.local.key")
    Path caKey;

    @ConfigProperty(name = "est.ca.main.local.certificate")
    Path caCertificate;

    @ConfigProperty(name = "quarkus.tls.shown.key-store.pem.0.key")
    Path serverKey;

    @ConfigProperty(name = "quarkus.tls.shown.key-store.pem.0.cert")
    Path serverCertificate;

    @Inject
    Credentials credentials;

    @Inject
    BlockedKeys blockedKeys;

    @Inject
    IssuedCount database;

    @Inject
    SwitchedClock clock;

    private Answer enroll(CertificationRequests request) {
        return Device.at(port).withSecret(credentials.secret()).enroll(request.der());
    }

    /** One clear line with this status, and an audit event with this reason under the same reference. */
    private void refused(Supplier<Answer> asking, int status, String reason) {
        Answer answer = inAMinuteOfItsOwn(asking);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).hasLineCount(1);
        assertThat(database.number(
                        "select count(*) from est.audit_event where event = 'REFUSED' and reason = '" + reason
                                + "' and request_reference = '"
                                + answer.header("Request-Id").orElseThrow() + "'"))
                .isEqualTo(1);
    }

    /** Of the refusals of one minute not all become rows (T-24), and other tests are refused a lot. */
    private Answer inAMinuteOfItsOwn(Supplier<Answer> asking) {
        AtomicReference<Answer> answer = new AtomicReference<>();
        clock.wrongBy(Duration.ofMinutes(2), () -> answer.set(asking.get()));
        return answer.get();
    }

    private static KeyPair keys(Path certificate, Path key) throws IOException {
        try (Reader text = Files.newBufferedReader(key);
                PEMParser pem = new PEMParser(text)) {
            X509Certificate shown = Device.certificate(Files.readAllBytes(certificate));
            return new KeyPair(
                    shown.getPublicKey(), new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) pem.readObject()));
        }
    }

    @Test
    void T_17_the_key_of_the_ca_is_400() throws IOException {
        CertificationRequests request = forKey("CN=own1", keys(caCertificate, caKey), "SHA256withECDSA");
        refused(() -> enroll(request), 400, "KEY_OF_THE_CA");
    }

    @Test
    void T_17_the_key_of_the_tls_certificate_is_400() throws IOException {
        CertificationRequests request = forKey("CN=own2", keys(serverCertificate, serverKey), "SHA256withECDSA");
        refused(() -> enroll(request), 400, "KEY_OF_THE_SERVER");
    }

    @Test
    void T_14_a_blocked_key_is_400_and_the_secret_stays_good() {
        CertificationRequests request = ec("CN=blocked1");
        blockedKeys
                .block(List.of(request.decoded().publicKey().sha256()), "a test", "test")
                .await()
                .atMost(Duration.ofSeconds(20));
        Device device = Device.at(port).withSecret(credentials.secret());
        refused(() -> device.enroll(request.der()), 400, "KEY_BLOCKED");
        assertThat(device.enroll(ec("CN=blocked1").der()).status()).isEqualTo(200);
    }

    @Test
    void T_14_the_key_of_a_certificate_revoked_for_compromise_is_400() {
        CertificationRequests request = ec("CN=blocked2");
        credentials.revoke(enroll(request).certificate());
        refused(() -> enroll(request), 400, "KEY_BLOCKED");
    }

    @Test
    void T_17_the_key_of_another_device_is_403_and_the_secret_stays_good() {
        CertificationRequests first = ec("CN=reuse1");
        assertThat(enroll(first).status()).isEqualTo(200);
        Device device = Device.at(port).withSecret(credentials.secret());
        refused(
                () -> device.enroll(
                        forKey("CN=reuse2", first.keyPair(), "SHA256withECDSA").der()),
                403,
                "KEY_OF_ANOTHER");
        assertThat(device.enroll(ec("CN=reuse2").der()).status()).isEqualTo(200);
    }

    @Test
    void T_17_the_same_device_enrolls_its_key_again() {
        CertificationRequests request = ec("CN=reuse3");
        X509Certificate first = enroll(request).certificate();
        X509Certificate second = enroll(request).certificate();
        assertThat(second.getSerialNumber()).isNotEqualTo(first.getSerialNumber());
    }

    @Test
    void T_17_a_profile_may_allow_shared_keys() {
        CertificationRequests first = ec("CN=reuse4");
        assertThat(enroll(first).status()).isEqualTo(200);
        Answer answer = Device.at(port)
                .withSecret(credentials.secret())
                .post(
                        SHARING,
                        Device.base64(forKey("CN=reuse5", first.keyPair(), "SHA256withECDSA")
                                .der()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }
}
