package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.device.TestAuthority;
import est.protocol.CertificationRequests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may enroll, seen from outside. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class AuthenticationTest {

    private static final TestAuthority ROGUE = new TestAuthority("CN=Manufacturer");
    private static final KeyPair KEYS = TestAuthority.ecKeys();

    @ConfigProperty(name = "est.door.port")
    int port;

    @ConfigProperty(name = "est.start.first-secret-file")
    Path firstSecret;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount issued;

    private Device anonymous() {
        return Device.at(port);
    }

    private static void unauthorized(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Length")).contains("0");
        assertThat(answer.header("WWW-Authenticate").orElseThrow()).startsWith("Basic realm=");
    }

    private static void forbidden(Answer answer, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(403);
        assertThat(answer.text()).contains(because);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
    }

    private Holder enrolled(String name) {
        CertificationRequests request = ec("CN=" + name);
        Answer answer = anonymous().withSecret(credentials.secret()).enroll(request.der());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return new Holder(request.keyPair(), answer.certificate());
    }

    private Device holding(Holder holder) {
        return anonymous().with(holder.keys().getPrivate(), holder.certificate());
    }

    @Test
    void EST_AUTH_01_nobody_is_401_with_an_empty_body() {
        unauthorized(anonymous().enroll(ec("CN=a").der()));
    }

    @Test
    void EST_AUTH_01_nobody_is_403_where_only_certificates_count() {
        forbidden(
                anonymous()
                        .post(
                                "/.well-known/est/certificatesonly/simpleenroll",
                                Device.base64(ec("CN=a").der())),
                "client certificate");
    }

    @Test
    void EST_AUTH_02_cacerts_are_for_everybody_whatever_they_bring() {
        assertThat(anonymous().get("/.well-known/est/cacerts").certificates()).hasSize(2);
        assertThat(anonymous()
                        .withSecret("wrong")
                        .get("/.well-known/est/cacerts")
                        .status())
                .isEqualTo(200);
        assertThat(anonymous()
                        .with(KEYS.getPrivate(), ROGUE.device("CN=a", KEYS))
                        .get("/.well-known/est/cacerts")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void EST_AUTH_05_a_wrong_password_is_401() {
        credentials.user("alice", "correct horse");
        unauthorized(anonymous().with("alice", "wrong horse").enroll(ec("CN=a").der()));
        unauthorized(
                anonymous().with("nobody", "correct horse").enroll(ec("CN=a").der()));
        unauthorized(
                anonymous().with("ALICE", "correct horse").enroll(ec("CN=a").der()));
        assertThat(anonymous()
                        .with("alice", "correct horse")
                        .enroll(ec("CN=a").der())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !!!", "Basic YQ==", "Bearer x", "Basic YTo\u00e4", "basic  ", "Digest x=y"})
    void T_9_a_malformed_authorization_is_401(String value) {
        unauthorized(anonymous().withAuthorization(value).enroll(ec("CN=a").der()));
    }

    @Test
    void T_9_a_nul_in_the_credentials_is_401() {
        String value = Base64.getEncoder().encodeToString(new byte[] {'a', ':', 0, 'b'});
        unauthorized(anonymous()
                .withAuthorization("Basic " + value)
                .enroll(ec("CN=a").der()));
    }

    @Test
    void two_authorization_headers_are_400() {
        byte[] body = Device.base64(ec("CN=a").der());
        String head = "POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Basic YTpi\r\nAuthorization: Basic YTpi\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        Answer answer = anonymous().exchange(head.getBytes(java.nio.charset.StandardCharsets.US_ASCII), body);
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void I_11_a_spent_secret_is_401() {
        String secret = credentials.secret();
        assertThat(anonymous().withSecret(secret).enroll(ec("CN=a").der()).status())
                .isEqualTo(200);
        unauthorized(anonymous().withSecret(secret).enroll(ec("CN=a").der()));
        unauthorized(anonymous().withSecret(secret).post("/.well-known/est/simpleenroll", new byte[] {'!'}));
    }

    @Test
    void I_3_the_same_secret_key_and_request_give_the_same_octets() {
        String secret = credentials.secret();
        CertificationRequests request = ec("CN=again");
        Answer first = anonymous().withSecret(secret).enroll(request.der());
        long before = issued.certificates();
        Answer second = anonymous().withSecret(secret).enroll(request.der());
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(issued.certificates()).isEqualTo(before);
    }

    @Test
    void EST_TLS_06_a_rogue_certificate_is_403_also_beside_a_good_secret() {
        Device rogue = anonymous().with(KEYS.getPrivate(), ROGUE.device("CN=a", KEYS));
        forbidden(rogue.enroll(ec("CN=a").der()), "not trusted");
        forbidden(rogue.withSecret(credentials.secret()).enroll(ec("CN=a").der()), "not trusted");
        forbidden(rogue.onTls12().enroll(ec("CN=a").der()), "not trusted");
    }

    @Test
    void EST_TLS_06_a_rogue_certificate_is_403_also_where_only_passwords_count() {
        byte[] body = Device.base64(ec("CN=a").der());
        String path = "/.well-known/est/passwordsonly/simpleenroll";
        String secret = credentials.secret();
        Device rogue = anonymous().with(KEYS.getPrivate(), ROGUE.device("CN=a", KEYS));
        forbidden(rogue.withSecret(secret).post(path, body), "not trusted");
        assertThat(anonymous().withSecret(secret).post(path, body).status()).isEqualTo(200);
    }

    @Test
    void EST_TLS_06_an_expired_manufacturer_certificate_is_403() {
        X509Certificate expired = ServerUnderTest.MANUFACTURER.expiredDevice("CN=a", KEYS);
        forbidden(anonymous().with(KEYS.getPrivate(), expired).enroll(ec("CN=a").der()), "expired");
    }

    @Test
    void EST_REN_09_a_revoked_certificate_is_403() {
        Holder holder = enrolled("revoked1");
        credentials.revoke(holder.certificate());
        forbidden(holding(holder).reenroll(ec("CN=revoked1").der()), "revoked");
        forbidden(holding(holder).enroll(ec("CN=revoked1").der()), "revoked");
    }

    @Test
    void EST_AUTH_03_a_manufacturer_certificate_enrolls_for_its_own_name() {
        Device device = anonymous().with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=camera7", KEYS));
        assertThat(device.enroll(ec("CN=camera7").der()).status()).isEqualTo(200);
        forbidden(device.enroll(ec("CN=camera8").der()), "not those of this client");
        forbidden(device.reenroll(ec("CN=camera7").der()), "simpleenroll");
    }

    @Test
    void junk_beside_a_good_certificate_changes_nothing() {
        Device device = anonymous()
                .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=camera9", KEYS))
                .withAuthorization("Basic Tm9uZTpOb25l");
        assertThat(device.enroll(ec("CN=camera9").der()).status()).isEqualTo(200);
    }

    @Test
    void a_good_certificate_spends_no_secret() {
        String secret = credentials.secret();
        Device device = anonymous()
                .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device("CN=camera10", KEYS))
                .withSecret(secret);
        assertThat(device.enroll(ec("CN=camera10").der()).status()).isEqualTo(200);
        assertThat(anonymous().withSecret(secret).enroll(ec("CN=b").der()).status())
                .isEqualTo(200);
    }

    @Test
    void EST_REN_02_another_devices_names_at_reenrollment_are_400() {
        Answer answer = holding(enrolled("mine")).reenroll(ec("CN=yours").der());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("must equal those of the certificate being renewed");
    }

    @Test
    void EST_REN_07_a_password_reenrolls_nothing() {
        forbidden(
                anonymous().withSecret(credentials.secret()).reenroll(ec("CN=a").der()), "simpleenroll");
    }

    @Test
    void EST_REN_10_the_renewed_certificate_stays_valid() {
        Holder holder = enrolled("stays");
        assertThat(holding(holder).reenroll(ec("CN=stays").der()).status()).isEqualTo(200);
        assertThat(holding(holder).reenroll(ec("CN=stays").der()).status()).isEqualTo(200);
    }

    @Test
    void T_6_a_certificate_of_one_label_is_nobody_at_another() {
        Holder holder = enrolled("travels");
        forbidden(
                holding(holder)
                        .post(
                                "/.well-known/est/certificatesonly/simplereenroll",
                                Device.base64(ec("CN=travels").der())),
                "not issued under this label");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Client-Cert",
                "X-SSL-Client-Cert",
                "X-SSL-Client-Verify",
                "SSL_CLIENT_CERT",
                "X-ARR-ClientCert",
                "Client-Cert",
                "client_cert",
                "X-Forwarded-For",
                "Forwarded"
            })
    void T_1_no_header_makes_an_identity(String header) throws Exception {
        X509Certificate victim = ServerUnderTest.MANUFACTURER.device("CN=victim", KEYS);
        String value = ":" + Base64.getEncoder().encodeToString(victim.getEncoded()) + ":";
        unauthorized(anonymous()
                .send(
                        "POST",
                        "/.well-known/est/simpleenroll",
                        Map.of(header, value, "Content-Type", "application/pkcs10"),
                        Device.base64(ec("CN=victim").der())));
    }

    private record Holder(KeyPair keys, X509Certificate certificate) {}

    @Test
    void a_secret_is_left_for_whoever_sets_the_server_up_and_for_nobody_else() throws Exception {
        assertThat(Files.getPosixFilePermissions(firstSecret))
                .containsOnly(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        Device first = anonymous().withSecret(Files.readString(firstSecret).strip());

        assertThat(first.enroll(ec("CN=first").der()).status()).isEqualTo(200);
        unauthorized(first.enroll(ec("CN=second").der()));
    }
}
