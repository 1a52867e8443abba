package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.freshRsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Approvals;
import est.device.Credentials;
import est.device.Device;
import est.device.TestAuthority;
import est.protocol.CertificationRequests;
import est.protocol.CertsOnly;
import est.start.command.DeviceLine;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A fleet known by its manufacturer, a studio and a hospital on one server; the latter two by preset. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ThreeLabelsTest {

    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
    private static final KeyPair KEYS = TestAuthority.ecKeys();

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    Approvals approvals;

    @Inject
    DeviceLine line;

    private Device showing(TestAuthority manufacturer, String subject) {
        return Device.at(port).with(KEYS.getPrivate(), manufacturer.device(subject, KEYS));
    }

    /** One that the studio knows. */
    private Device camera(TestAuthority manufacturer, String name) {
        line.run("add", "--serial", name, "--label", "studio");
        return showing(manufacturer, "CN=" + name);
    }

    private Device gateway() {
        return Device.at(port).with(TrustUnderTest.KEYS.getPrivate(), TrustUnderTest.current().gate);
    }

    private static Answer post(Device device, String path, CertificationRequests request) {
        return device.post("/.well-known/est/" + path, Device.base64(request.der()));
    }

    private static X509Certificate issued(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.certificate();
    }

    private static X509Certificate issuedRaw(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return CertsOnly.decode(answer.body()).get(0);
    }

    @Test
    void fleet_a_device_enrolls_by_its_manufacturers_certificate_under_its_own_name_only() {
        Device sensor = showing(ServerUnderTest.MANUFACTURER, "CN=sensor-7");
        issued(post(sensor, "fleet/simpleenroll", ec("CN=sensor-7")));
        assertThat(post(sensor, "fleet/simpleenroll", ec("CN=sensor-8")).status())
                .isEqualTo(403);
    }

    @Test
    void T_6_what_one_label_trusts_or_issued_is_nobody_at_another() {
        Device camera = showing(PresetsUnderTest.OTHER_MAKER, "CN=cam9.studio.example");
        assertThat(post(camera, "fleet/simpleenroll", ec("CN=cam9.studio.example"))
                        .status())
                .isEqualTo(403);
        CertificationRequests request = ec("CN=pump-9@ward.example");
        X509Certificate pump = issuedRaw(post(gateway(), "ward/simpleenroll", request));
        Device asPump = Device.at(port).with(request.keyPair().getPrivate(), pump);
        assertThat(post(asPump, "fleet/simplereenroll", request).status()).isEqualTo(403);
        assertThat(post(asPump, "studio/simplereenroll", request).status()).isEqualTo(403);
        assertThat(post(asPump, "ward/simplereenroll", request).status()).isEqualTo(200);
    }

    @Test
    void studio_never_asks_for_http_authentication() {
        for (Device nobody : List.of(
                Device.at(port),
                Device.at(port).withSecret(credentials.secret()),
                Device.at(port).with("None", "None"))) {
            Answer answer = post(nobody, "studio/simpleenroll", ec("CN=cam1.studio.example"));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.headers().keySet()).noneMatch("WWW-Authenticate"::equalsIgnoreCase);
        }
        Device camera = camera(ServerUnderTest.MANUFACTURER, "cam1.studio.example");
        issued(post(camera.with("None", "None"), "studio/simpleenroll", ec("CN=cam1.studio.example")));
    }

    @Test
    void studio_certifies_rsa_and_ecdsa_keys_side_by_side_for_servers_and_clients() throws Exception {
        Device camera = camera(ServerUnderTest.MANUFACTURER, "cam2.studio.example");
        for (CertificationRequests request :
                List.of(freshRsa("CN=cam2.studio.example"), ec("CN=cam2.studio.example"))) {
            X509Certificate certificate = issued(post(camera, "studio/simpleenroll", request));
            assertThat(certificate.getExtendedKeyUsage()).containsExactlyInAnyOrder(SERVER_AUTH, CLIENT_AUTH);
            assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "cam2.studio.example"));
            Device renewing = Device.at(port).with(request.keyPair().getPrivate(), certificate);
            issued(post(renewing, "studio/simplereenroll", request));
        }
    }

    @Test
    void studio_takes_the_subject_of_the_bbcs_client_and_renews_it() {
        String subject = "CN=cam3.studio.example,C=GB,L=Manchester,O=AMWA,OU=ENG,E=test@workshop.nmos.tv";
        CertificationRequests request = ec(subject);
        X509Certificate certificate = issued(
                post(camera(ServerUnderTest.MANUFACTURER, "cam3.studio.example"), "studio/simpleenroll", request));
        assertThat(certificate.getSubjectX500Principal().toString()).contains("test@workshop.nmos.tv");
        issued(post(
                Device.at(port).with(request.keyPair().getPrivate(), certificate),
                "studio/simplereenroll",
                ec(subject)));
        assertThat(post(
                                showing(ServerUnderTest.MANUFACTURER, "CN=cam3.studio.example"),
                                "studio/simpleenroll",
                                ec("CN=cam3.studio.example,E=no address"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void studio_knows_several_manufacturers() {
        issued(post(
                camera(PresetsUnderTest.OTHER_MAKER, "cam4.studio.example"),
                "studio/simpleenroll",
                ec("CN=cam4.studio.example")));
        assertThat(post(
                                showing(new TestAuthority("CN=Nobody"), "CN=cam5.studio.example"),
                                "studio/simpleenroll",
                                ec("CN=cam5.studio.example"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void studio_answers_in_lines_and_its_cacerts_stand_in_order() {
        Answer answer = Device.at(port).get("/.well-known/est/studio/cacerts");
        assertThat(answer.header("Content-Transfer-Encoding")).contains("base64");
        assertThat(answer.text().lines()).hasSizeGreaterThan(1).allMatch(line -> line.length() <= 64);
        List<X509Certificate> chain = answer.certificates();
        for (int i = 0; i + 1 < chain.size(); i++) {
            assertThat(chain.get(i).getIssuerX500Principal())
                    .isEqualTo(chain.get(i + 1).getSubjectX500Principal());
        }
    }

    @Test
    void studio_expired_manufacturer_certificates_count_by_switch() {
        Device old = Device.at(port)
                .with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.expiredDevice("CN=cam6.studio.example", KEYS));
        assertThat(post(old, "studio/simpleenroll", ec("CN=cam6.studio.example"))
                        .status())
                .isEqualTo(403);
        issued(post(old, "museum/simpleenroll", ec("CN=cam6.studio.example")));
    }

    @Test
    void EST_PEND_06_studio_an_unknown_camera_waits_for_an_operator_and_is_known_from_then_on() {
        Device camera = showing(ServerUnderTest.MANUFACTURER, "CN=cam8.studio.example");
        CertificationRequests request = ec("CN=cam8.studio.example");
        assertThat(post(camera, "studio/simpleenroll", request).status()).isEqualTo(202);

        approvals.approve(request);

        X509Certificate certificate = issued(post(camera, "studio/simpleenroll", request));
        issued(post(camera, "studio/simpleenroll", freshRsa("CN=cam8.studio.example")));
        Device renewing = Device.at(port).with(request.keyPair().getPrivate(), certificate);
        issued(post(renewing, "studio/simplereenroll", request));
    }

    @Test
    void studio_serves_unknown_cameras_by_switch() {
        issued(post(
                showing(ServerUnderTest.MANUFACTURER, "CN=cam10.studio.example"),
                "museum/simpleenroll",
                ec("CN=cam10.studio.example")));
    }

    @Test
    void studio_requests_wait_for_an_operator_by_switch() {
        Answer waits = post(
                showing(ServerUnderTest.MANUFACTURER, "CN=cam7.studio.example"),
                "stage/simpleenroll",
                ec("CN=cam7.studio.example"));
        assertThat(waits.status()).as(waits.text()).isEqualTo(202);
        assertThat(waits.header("Retry-After").orElseThrow()).matches("\\d+");
    }

    @Test
    void ward_a_gateway_enrolls_for_eap_identities_of_its_name_space_in_raw_octets() throws Exception {
        Answer answer = post(gateway(), "ward/simpleenroll", ec("CN=pump-1@ward.example"));
        X509Certificate pump = issuedRaw(answer);
        assertThat(answer.header("Content-Transfer-Encoding")).isEmpty();
        assertThat(pump.getSubjectX500Principal().getName()).isEqualTo("CN=pump-1@ward.example");
        assertThat(pump.getExtendedKeyUsage()).containsExactly(CLIENT_AUTH);
        assertThat(Duration.between(
                        pump.getNotBefore().toInstant(), pump.getNotAfter().toInstant()))
                .isGreaterThan(Duration.ofDays(360));
        assertThat(post(gateway(), "ward/simpleenroll", ec("CN=pump-1@elsewhere.example"))
                        .status())
                .isEqualTo(403);
        assertThat(post(gateway(), "ward/simpleenroll", ec("CN=pump 1@ward.example"))
                        .status())
                .isEqualTo(400);
        assertThat(post(gateway(), "ward/simpleenroll", ec("O=Ward").withDnsName("pump.ward.example"))
                        .status())
                .isIn(400, 403);
    }
}
