package est;

import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Device;
import est.device.IssuedCount;
import est.protocol.CertificationRequests;
import est.start.SwitchedClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Clients that enroll for others, and those that only say they may. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class RegistrationAuthorityTest {

    private static final KeyPurposeId CMC_RA = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    IssuedCount database;

    @Inject
    SwitchedClock clock;

    private final TrustUnderTest trust = TrustUnderTest.current();

    private Answer send(X509Certificate client, String path, CertificationRequests request) {
        return Device.at(port)
                .with(TrustUnderTest.KEYS.getPrivate(), client)
                .post("/.well-known/est/" + path, Device.base64(request.der()));
    }

    private Answer enroll(X509Certificate client, CertificationRequests request) {
        return send(client, "delegated/simpleenroll", request);
    }

    private static void refused(Answer answer, int status, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(because).hasLineCount(1);
    }

    @Test
    void EST_AUTH_12_a_registration_authority_enrolls_devices_of_its_name_space_and_the_audit_names_both() {
        Answer answer = enroll(
                trust.gate, ec("CN=sensor-1").withDnsName("one.sensors.example").withIpAddress("10.1.0.1"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.certificate().getSubjectX500Principal().getName()).isEqualTo("CN=sensor-1");
        assertThat(database.number("select count(*) from est.audit_event a join est.certificate c using (enrollment)"
                        + " where a.event = 'GRANTED' and a.identity like 'ra:gate:certificate:%'"
                        + " and c.subject = 'CN=sensor-1' and 'one.sensors.example' = any (c.names)"))
                .isEqualTo(1);
    }

    @Test
    void EST_REN_05_the_device_renews_what_its_registration_authority_got_for_it() {
        CertificationRequests request = ec("CN=sensor-2");
        X509Certificate certificate = enroll(trust.gate, request).certificate();
        Answer renewed = Device.at(port)
                .with(request.keyPair().getPrivate(), certificate)
                .post(
                        "/.well-known/est/delegated/simplereenroll",
                        Device.base64(ec("CN=sensor-2").der()));
        assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
    }

    @Test
    void T_8_outside_its_name_space_is_403_and_the_audit_says_for_whom() {
        refused(enroll(trust.gate, ec("CN=sensor-3").withIpAddress("10.2.0.1")), 403, "may not enroll for a device");
        refused(enroll(trust.gate, ec("CN=gate.example")), 403, "may not enroll for a device");
        AtomicReference<Answer> answer = new AtomicReference<>();
        clock.wrongBy(Duration.ofMinutes(2), () -> answer.set(enroll(trust.gate, ec("CN=camera-1"))));
        refused(answer.get(), 403, "may not enroll for a device");
        assertThat(database.number("select count(*) from est.audit_event where event = 'REFUSED'"
                        + " and reason = 'OUTSIDE_NAME_SPACE: gate for camera-1'"
                        + " and identity like 'ra:gate:certificate:%' and request_reference = '"
                        + answer.get().header("Request-Id").orElseThrow() + "'"))
                .isEqualTo(1);
    }

    @Test
    void T_8_the_usage_without_a_policy_entry_is_nobody() {
        refused(enroll(trust.unnamed, ec("CN=sensor-4")), 403, "not issued under this label");
    }

    @Test
    void T_8_a_policy_entry_without_the_usage_is_nobody() {
        refused(enroll(trust.gateWithoutUsage, ec("CN=sensor-4")), 403, "not issued under this label");
    }

    @Test
    void T_8_an_authority_may_be_named_by_issuer_and_serial_number() {
        assertThat(enroll(trust.numbered, ec("CN=meter-1")).status()).isEqualTo(200);
        refused(enroll(trust.numbered, ec("CN=sensor-1")), 403, "may not enroll for a device");
        X509Certificate sibling =
                trust.ours().deviceWith("CN=gate4.example", TrustUnderTest.KEYS, TrustUnderTest.MARKED);
        refused(enroll(sibling, ec("CN=meter-1")), 403, "not issued under this label");
    }

    @Test
    void T_8_an_authority_may_be_named_by_its_subject_and_needs_the_usage_all_the_same() {
        X509Certificate first = trust.ours().deviceWith("CN=gate5.example", TrustUnderTest.KEYS, TrustUnderTest.MARKED);
        X509Certificate renewed =
                trust.ours().deviceWith("CN=gate5.example", TrustUnderTest.KEYS, TrustUnderTest.MARKED);
        X509Certificate device =
                trust.ours().deviceWith("CN=gate5.example", TrustUnderTest.KEYS, TrustUnderTest.UNMARKED);

        assertThat(enroll(first, ec("CN=valve-1")).status()).isEqualTo(200);
        assertThat(enroll(renewed, ec("CN=valve-2")).status()).isEqualTo(200);
        refused(enroll(first, ec("CN=meter-1")), 403, "may not enroll for a device");
        refused(enroll(device, ec("CN=valve-1")), 403, "not issued under this label");
    }

    @Test
    void T_8_usage_and_policy_entry_make_a_manufacturers_certificate_no_registration_authority() {
        refused(enroll(trust.manufactured, ec("CN=sensor-4")), 403, "not those of this client");
        assertThat(enroll(trust.manufactured, ec("CN=gate")).status()).isEqualTo(200);
    }

    @Test
    void T_8_nobody_gets_the_usage_by_asking() {
        CertificationRequests asking = ec("CN=sensor-5").withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth, CMC_RA);
        refused(enroll(trust.gate, asking), 400, "never granted");
        X509Certificate device = ServerUnderTest.MANUFACTURER.device("CN=sensor-5", TrustUnderTest.KEYS);
        refused(enroll(device, asking), 400, "never granted");
    }

    @Test
    void T_6_the_registration_authority_of_one_label_is_nobody_at_another() {
        refused(send(trust.gate, "simpleenroll", ec("CN=sensor-6")), 403, "not issued under this label");
    }

    @Test
    void EST_REN_07_a_registration_authority_renews_nothing() {
        refused(send(trust.gate, "delegated/simplereenroll", ec("CN=sensor-7")), 403, "use simpleenroll");
    }

    @Test
    void EST_POP_15_the_binding_of_another_session_is_403_for_a_registration_authority_too() {
        refused(
                enroll(trust.gate, ec("CN=sensor-8").withChallengePassword("AAAAAAAAAAAAAAAA")),
                403,
                "linking of identity and possession");
    }

    @Test
    void EST_TLS_06_a_registration_authority_whose_certificate_has_ended_is_403() {
        X509Certificate expired =
                trust.ours().expiredDeviceWith("CN=gate.example", TrustUnderTest.KEYS, TrustUnderTest.MARKED);
        refused(enroll(expired, ec("CN=sensor-9")), 403, "expired");
    }
}
