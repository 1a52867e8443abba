package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.BoundConnection;
import est.device.Credentials;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import est.protocol.CertsOnly;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a label demands, answers and does about requests that come again, seen from outside. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class LabelRulesTest {

    private static final String PASSWORD = "correct horse";
    private static final AtomicInteger COUNT = new AtomicInteger();

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    IssuedCount database;

    private Device user() {
        String name = "rules" + COUNT.incrementAndGet();
        credentials.user(name, PASSWORD);
        return Device.at(port).with(name, PASSWORD);
    }

    private Device stranger() {
        return Device.at(port).withSecret(credentials.secret());
    }

    private static Answer post(Device device, String path, CertificationRequests request) {
        return device.post("/.well-known/est/" + path, Device.base64(request.der()));
    }

    private static X509Certificate granted(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.certificate();
    }

    private static void refused(Answer answer, int status, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(because);
    }

    private String rowOf(X509Certificate certificate) {
        return "serial = decode('"
                + HexFormat.of().formatHex(certificate.getSerialNumber().toByteArray()) + "', 'hex')";
    }

    private boolean isSuperseded(X509Certificate certificate) {
        return database.number(
                        "select count(*) from est.certificate c join est.audit_event a on a.enrollment = c.enrollment"
                                + " where c." + rowOf(certificate)
                                + " and c.status = 'REVOKED' and c.revocation_reason = 'SUPERSEDED'"
                                + " and a.event = 'REVOKED' and a.reason = 'SUPERSEDED'")
                == 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void EST_POP_01_EST_POP_08_a_label_may_require_a_channel_binding(String protocol) throws Exception {
        Device unbound = protocol.equals("TLSv1.2") ? stranger().onTls12() : stranger();
        refused(post(unbound, "bound/simpleenroll", ec("CN=b")), 400, "linking of identity and possession");
        try (BoundConnection connection = BoundConnection.to(port, protocol)) {
            byte[] bound =
                    ec("CN=b").withChallengePassword(connection.binding()).der();
            granted(connection.enroll("/.well-known/est/bound/simpleenroll", credentials.secret(), bound));
        }
        try (BoundConnection connection = BoundConnection.to(port, protocol)) {
            byte[] wrong = ec("CN=b").withChallengePassword("AAAAAAAAAAAAAAAA").der();
            refused(
                    connection.enroll("/.well-known/est/bound/simpleenroll", credentials.secret(), wrong),
                    403,
                    "linking of identity and possession");
        }
    }

    @Test
    void EST_ENC_05_a_label_may_answer_in_raw_der() {
        Answer enrolled = post(stranger(), "rawder/simpleenroll", ec("CN=raw"));
        assertThat(enrolled.status()).isEqualTo(200);
        assertThat(enrolled.header("Content-Type")).contains("application/pkcs7-mime; smime-type=certs-only");
        assertThat(enrolled.header("Content-Transfer-Encoding")).isEmpty();
        assertThat(CertsOnly.decode(enrolled.body())).hasSize(1);
        Answer bag = Device.at(port).get("/.well-known/est/rawder/cacerts");
        assertThat(bag.header("Content-Transfer-Encoding")).isEmpty();
        assertThat(CertsOnly.decode(bag.body())).hasSize(2);
    }

    @Test
    void EST_ENC_05_a_label_may_choose_its_lines_whoever_asks() {
        assertThat(cacerts("oneline", Map.of("User-Agent", "libest 3.2.0p")))
                .hasLineCount(1)
                .endsWith("\r\n");
        assertThat(withoutUserAgent("lined").lines()).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 64);
        assertThat(withoutUserAgent("default").lines()).hasSize(1);
    }

    private String cacerts(String label, Map<String, String> headers) {
        return Device.at(port)
                .send("GET", "/.well-known/est/" + label + "/cacerts", headers, new byte[0])
                .text();
    }

    private String withoutUserAgent(String label) {
        String path = "/.well-known/est/" + (label.equals("default") ? "" : label + "/") + "cacerts";
        String head = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        return Device.at(port)
                .exchange(head.getBytes(StandardCharsets.US_ASCII), new byte[0])
                .text();
    }

    @Test
    void EST_LBL_01_cacerts_and_renewal_work_below_a_label() {
        assertThat(Device.at(port).get("/.well-known/est/brief/cacerts").certificates())
                .isEqualTo(Device.at(port).get("/.well-known/est/cacerts").certificates());
        CertificationRequests first = ec("CN=below");
        X509Certificate certificate = granted(post(stranger(), "brief/simpleenroll", first));
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), certificate);
        granted(post(holder, "brief/simplereenroll", ec("CN=below")));
        assertThat(Device.at(port).get("/.well-known/est/brief/csrattrs").status())
                .isEqualTo(204);
    }

    @Test
    void I_3_a_label_has_a_replay_window_of_its_own() {
        Device brief = user();
        CertificationRequests request = ec("CN=brief");
        X509Certificate first = granted(post(brief, "brief/simpleenroll", request));
        assertThat(granted(post(brief, "brief/simpleenroll", request))).isEqualTo(first);
        letTimePass(first, Duration.ofMinutes(61));
        assertThat(granted(post(brief, "brief/simpleenroll", request))).isNotEqualTo(first);
        CertificationRequests other = ec("CN=lasting");
        X509Certificate lasting = granted(post(brief, "simpleenroll", other));
        letTimePass(lasting, Duration.ofMinutes(61));
        assertThat(granted(post(brief, "simpleenroll", other)))
                .as("a day by default")
                .isEqualTo(lasting);
    }

    @Test
    void I_11_a_spent_secret_identifies_as_long_as_the_window_of_its_label() {
        Device device = stranger();
        CertificationRequests request = ec("CN=briefsecret");
        X509Certificate first = granted(post(device, "brief/simpleenroll", request));
        assertThat(granted(post(device, "brief/simpleenroll", request))).isEqualTo(first);
        letTimePass(first, Duration.ofMinutes(61));
        assertThat(post(device, "brief/simpleenroll", request).status()).isEqualTo(401);
    }

    private void letTimePass(X509Certificate certificate, Duration time) {
        String seconds = time.toSeconds() + " * interval '1 second'";
        database.change(
                "update est.certificate set created_at = created_at - " + seconds + " where " + rowOf(certificate));
        database.change("update est.credential set spent_at = spent_at - " + seconds + " where spent_by ="
                + " (select enrollment from est.certificate where " + rowOf(certificate) + ")");
    }

    @Test
    void I_3_a_label_that_allows_duplicates_replays_nothing() {
        Device device = user();
        CertificationRequests request = ec("CN=forgetful");
        X509Certificate first = granted(post(device, "forgetful/simpleenroll", request));
        assertThat(granted(post(device, "forgetful/simpleenroll", request))).isNotEqualTo(first);
    }

    @Test
    void I_3_a_label_that_rejects_duplicates_certifies_a_device_once() {
        CertificationRequests first = ec("CN=Only One");
        Device device = user();
        X509Certificate certificate = granted(post(device, "rejecting/simpleenroll", first));
        assertThat(granted(post(device, "rejecting/simpleenroll", first))).isEqualTo(certificate);
        Device other = stranger();
        refused(post(device, "rejecting/simpleenroll", ec("CN=Only One")), 403, "has a valid certificate");
        refused(post(other, "rejecting/simpleenroll", ec("CN=only one,O=Ward")), 403, "has a valid certificate");
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), certificate);
        granted(post(holder, "rejecting/simplereenroll", ec("CN=Only One")));
        granted(post(holder, "rejecting/simpleenroll", ec("CN=Only One")));
        granted(post(other, "simpleenroll", ec("CN=only one")));
    }

    @Test
    void I_11_a_rejected_duplicate_spends_no_secret_and_counts_no_revoked_certificate() {
        X509Certificate certificate = granted(post(stranger(), "rejecting/simpleenroll", ec("CN=replaced1")));
        Device device = stranger();
        refused(post(device, "rejecting/simpleenroll", ec("CN=replaced1")), 403, "has a valid certificate");
        credentials.revoke(certificate);
        granted(post(device, "rejecting/simpleenroll", ec("CN=replaced1")));
    }

    @Test
    void I_3_a_label_that_replaces_revokes_what_was_there() {
        CertificationRequests request = ec("CN=replaced2");
        Device device = user();
        X509Certificate first = granted(post(device, "replacing/simpleenroll", request));
        assertThat(granted(post(device, "replacing/simpleenroll", request))).isEqualTo(first);
        X509Certificate bystander = granted(post(stranger(), "replacing/simpleenroll", ec("CN=replaced3")));
        X509Certificate second = granted(post(stranger(), "replacing/simpleenroll", ec("CN=replaced2")));
        assertThat(isSuperseded(first)).isTrue();
        assertThat(isSuperseded(second)).isFalse();
        assertThat(isSuperseded(bystander)).isFalse();
        Device old = Device.at(port).with(request.keyPair().getPrivate(), first);
        refused(post(old, "replacing/simplereenroll", ec("CN=replaced2")), 403, "revoked");
        assertThat(granted(post(device, "replacing/simpleenroll", request)))
                .as("its replay ended too")
                .isNotEqualTo(first);
    }

    @Test
    void I_3_a_renewal_replaces_nothing() {
        CertificationRequests request = ec("CN=replaced4");
        X509Certificate first = granted(post(stranger(), "replacing/simpleenroll", request));
        Device holder = Device.at(port).with(request.keyPair().getPrivate(), first);
        granted(post(holder, "replacing/simplereenroll", ec("CN=replaced4")));
        assertThat(isSuperseded(first)).isFalse();
    }

    @Test
    void bootstrap_gives_a_short_lived_client_certificate_that_enrolls() throws Exception {
        CertificationRequests request = ec("CN=boot1");
        String pem = "-----BEGIN CERTIFICATE REQUEST-----\n"
                + java.util.Base64.getMimeEncoder().encodeToString(request.der())
                + "\n-----END CERTIFICATE REQUEST-----\n";
        Answer answer = user().post("/.well-known/est/booting/bootstrap", pem.getBytes(StandardCharsets.US_ASCII));
        X509Certificate certificate = granted(answer);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/pkcs7-mime");
        assertThat(answer.header("Content-Transfer-Encoding")).contains("base64");
        assertThat(certificate.getExtendedKeyUsage()).isEqualTo(List.of("1.3.6.1.5.5.7.3.2"));
        assertThat(certificate.getNotAfter().toInstant())
                .isBefore(java.time.Instant.now().plus(Duration.ofDays(8)));
        Device holder = Device.at(port).with(request.keyPair().getPrivate(), certificate);
        X509Certificate lasting = granted(post(holder, "booting/simpleenroll", request));
        assertThat(lasting.getExtendedKeyUsage()).hasSize(2);
        assertThat(database.number("select count(*) from est.enrollment e join est.certificate c on c.enrollment = e.id"
                        + " where e.operation = 'bootstrap' and c." + rowOf(certificate)))
                .isEqualTo(1);
    }

    @Test
    void bootstrap_is_answered_again_as_itself_only() {
        CertificationRequests request = ec("CN=boot2");
        Device device = user();
        X509Certificate boot = granted(post(device, "booting/bootstrap", request));
        assertThat(granted(post(device, "booting/bootstrap", request))).isEqualTo(boot);
        assertThat(granted(post(device, "booting/simpleenroll", request))).isNotEqualTo(boot);
    }

    @Test
    void bootstrap_wants_a_password_or_secret_and_is_not_there_unless_offered() {
        Device manufactured = Device.at(port);
        assertThat(post(manufactured, "booting/bootstrap", ec("CN=boot3")).status())
                .isEqualTo(401);
        assertThat(post(user(), "bootstrap", ec("CN=boot3")).status()).isEqualTo(404);
        assertThat(post(user(), "brief/bootstrap", ec("CN=boot3")).status()).isEqualTo(404);
        assertThat(post(user(), "bootstrap/simpleenroll", ec("CN=boot3")).status())
                .isEqualTo(404);
        assertThat(Device.at(port).get("/.well-known/est/booting/bootstrap").status())
                .isEqualTo(405);
    }

    private Answer withSecret(String secret, CertificationRequests request) {
        return post(Device.at(port).withSecret(secret), "simpleenroll", request);
    }

    @Test
    void T_10_a_secret_that_names_a_profile_is_granted_by_it_and_not_by_the_labels() throws Exception {
        X509Certificate certificate = granted(withSecret(credentials.secretOf("booting", "short1"), ec("CN=short1")));

        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getNotAfter().toInstant()).isBefore(Instant.now().plus(Duration.ofDays(8)));
        assertThat(database.text("select e.profile from est.certificate c join est.enrollment e on e.id = c.enrollment"
                        + " where c." + rowOf(certificate)))
                .isEqualTo("booting");
    }

    @Test
    void T_10_a_secret_whose_profile_is_no_more_is_403_audited_and_not_spent() {
        Answer answer = withSecret(credentials.secretOfFormerProfile(), ec("CN=former1"));

        refused(answer, 403, "a profile that is not configured any more");
        assertThat(database.number("select count(*) from est.audit_event where event = 'REFUSED'"
                        + " and reason = 'PROFILE_UNKNOWN: former' and request_reference = '"
                        + answer.header("Request-Id").orElseThrow() + "'"))
                .isEqualTo(1);
        assertThat(database.number(
                        "select count(*) from est.credential where profile = 'former' and spent_at is not null"))
                .isZero();
    }

    @Test
    void T_8_a_registration_authoritys_certificate_comes_from_an_operators_secret_and_never_from_asking()
            throws Exception {
        var cmcRa = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));

        X509Certificate gateway =
                granted(withSecret(credentials.secretOf("gatemaker", "gate9.example"), ec("CN=gate9.example")));
        assertThat(gateway.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.28");

        refused(
                withSecret(credentials.secret(), ec("CN=gate9.example").withExtendedKeyUsage(cmcRa)),
                400,
                "extended key usage");
        refused(withSecret(credentials.secretOf("gatemaker", "gate9.example"), ec("CN=gate10.example")), 403, "");
    }
}
