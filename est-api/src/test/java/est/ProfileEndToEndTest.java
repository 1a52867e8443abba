package est;

import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.freshRsa;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.Answer;
import est.device.Credentials;
import est.device.Device;
import est.device.TestAuthority;
import est.protocol.CertificationRequests;
import est.start.SwitchedClock;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Profiles of many settings, enrolled for through a whole server; what is asserted is the certificate. */
@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ProfileEndToEndTest {

    private static final String HOSPITAL = "/.well-known/est/hospital/";
    private static final String LENIENT = "/.well-known/est/lenient/";
    private static final String TLS_FEATURE = "1.3.6.1.5.5.7.1.24";
    private static final byte[] MUST_STAPLE = {0x30, 3, 2, 1, 5};
    private static final KeyPair KEYS = TestAuthority.ecKeys();

    @ConfigProperty(name = "est.door.port")
    int port;

    @Inject
    Credentials credentials;

    @Inject
    SwitchedClock clock;

    private Device manufactured(String subject) {
        return Device.at(port).with(KEYS.getPrivate(), ServerUnderTest.MANUFACTURER.device(subject, KEYS));
    }

    private static X509Certificate certificate(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.certificate();
    }

    private static void refused(Answer answer, int status, String because) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(because);
    }

    @Test
    void a_certificate_is_what_the_profile_makes_of_the_request() throws Exception {
        CertificationRequests request = ec("CN=pump7")
                .withIpAddress("192.0.2.7")
                .withDnsName("pump7.ward.example")
                .withExtension(TLS_FEATURE, false, MUST_STAPLE);
        X509Certificate issued = certificate(manufactured("CN=pump7,SERIALNUMBER=S77")
                .post(HOSPITAL + "simpleenroll", Device.base64(request.der())));
        assertThat(X500Name.getInstance(issued.getSubjectX500Principal().getEncoded()))
                .hasToString("CN=pump7,O=Example Hospital,SERIALNUMBER=S77");
        assertThat(issued.getSubjectAlternativeNames())
                .containsExactly(List.of(7, "192.0.2.7"), List.of(2, "pump7.ward.example"), List.of(2, "pump7"));
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(issued.getKeyUsage()).startsWith(true, false, false, false, true);
        assertThat(issued.getExtensionValue(TLS_FEATURE)).endsWith(MUST_STAPLE);
        assertThat(issued.getCriticalExtensionOIDs()).doesNotContain(TLS_FEATURE);
    }

    @Test
    void EST_ISS_12_an_rsa_key_gets_the_usages_of_rsa_keys() throws Exception {
        X509Certificate issued = certificate(manufactured("CN=pump8,SERIALNUMBER=S78")
                .post(
                        HOSPITAL + "simpleenroll",
                        Device.base64(freshRsa("CN=pump8").der())));
        assertThat(issued.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.4");
        assertThat(issued.getKeyUsage()).startsWith(false, false, true, false, false);
    }

    @Test
    void an_other_name_stands_in_the_certificate_as_it_was_asked_for() throws Exception {
        var principal = new OtherName(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), new DERUTF8String("pump9@ward.example"));
        CertificationRequests request =
                ec("CN=pump9").withAlternativeName(new GeneralName(GeneralName.otherName, principal));
        X509Certificate issued = certificate(manufactured("CN=pump9,SERIALNUMBER=S79")
                .post(HOSPITAL + "simpleenroll", Device.base64(request.der())));
        var names = GeneralNames.fromExtensions(
                org.bouncycastle.asn1.x509.Certificate.getInstance(issued.getEncoded())
                        .getTBSCertificate()
                        .getExtensions(),
                org.bouncycastle.asn1.x509.Extension.subjectAlternativeName);
        assertThat(names.getNames()).contains(new GeneralName(GeneralName.otherName, principal));
    }

    @Test
    void EST_AUTH_11_what_the_profile_does_not_list_is_refused_with_its_reason() {
        refused(
                manufactured("CN=pump10,SERIALNUMBER=S80")
                        .post(
                                HOSPITAL + "simpleenroll",
                                Device.base64(ec("CN=pump10")
                                        .withIpAddress("198.51.100.1")
                                        .der())),
                403,
                "not those of this client");
        refused(
                manufactured("CN=pump10")
                        .post(
                                HOSPITAL + "simpleenroll",
                                Device.base64(ec("CN=pump10").der())),
                400,
                "{identity.serialNumber}");
        refused(
                manufactured("CN=pump10,SERIALNUMBER=S80")
                        .post(
                                HOSPITAL + "simpleenroll",
                                Device.base64(ec("CN=pump10")
                                        .signedWith("SHA512withECDSA")
                                        .der())),
                400,
                "SHA512withECDSA");
    }

    @Test
    void a_renewal_before_its_window_is_403() {
        CertificationRequests first = ec("CN=pump11");
        X509Certificate issued = certificate(
                manufactured("CN=pump11,SERIALNUMBER=S81").post(HOSPITAL + "simpleenroll", Device.base64(first.der())));
        byte[] next = Device.base64(
                ec("CN=pump11,O=Example Hospital,SERIALNUMBER=S81").der());
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), issued);
        refused(holder.post(HOSPITAL + "simplereenroll", next), 403, "may be renewed from");
        clock.wrongBy(
                Duration.ofMinutes(3), () -> assertThat(certificate(holder.post(HOSPITAL + "simplereenroll", next))
                                .getSubjectX500Principal())
                        .isEqualTo(issued.getSubjectX500Principal()));
    }

    @Test
    void EST_REN_09_an_expired_certificate_renews_itself_within_the_grace_and_does_nothing_else() {
        CertificationRequests first = ec("CN=sleeper1");
        X509Certificate issued = certificate(Device.at(port)
                .withSecret(credentials.secret())
                .post(LENIENT + "simpleenroll", Device.base64(first.der())));
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), issued);
        byte[] next = Device.base64(ec("CN=sleeper1").der());
        clock.wrongBy(Duration.ofMinutes(3), () -> {
            refused(holder.post(LENIENT + "simpleenroll", next), 403, "expired");
            certificate(holder.post(LENIENT + "simplereenroll", next));
        });
        clock.wrongBy(
                Duration.ofDays(10), () -> refused(holder.post(LENIENT + "simplereenroll", next), 403, "expired"));
    }

    @Test
    void EST_REN_09_an_expired_certificate_renews_nothing_by_default() {
        CertificationRequests first = ec("CN=sleeper2");
        X509Certificate issued =
                certificate(Device.at(port).withSecret(credentials.secret()).enroll(first.der()));
        Device holder = Device.at(port).with(first.keyPair().getPrivate(), issued);
        clock.wrongBy(
                Duration.ofDays(91),
                () -> refused(holder.reenroll(ec("CN=sleeper2").der()), 403, "expired"));
    }

    @Test
    void EST_REN_04_a_certificate_changes_its_names_where_that_is_offered() throws Exception {
        CertificationRequests first = ec("CN=mover1").withIpAddress("192.0.2.1");
        X509Certificate issued = certificate(Device.at(port)
                .withSecret(credentials.secret())
                .post(LENIENT + "simpleenroll", Device.base64(first.der())));
        var change = new DERSequence(new ASN1Encodable[] {
            new X500Name("CN=mover1,O=New owner"),
            new DERTaggedObject(false, 1, new GeneralNames(new GeneralName(GeneralName.iPAddress, "192.0.2.2")))
        });
        CertificationRequests next = ec("CN=mover1").withAttribute("1.3.6.1.5.5.7.7.36", change);
        X509Certificate changed = certificate(Device.at(port)
                .with(first.keyPair().getPrivate(), issued)
                .post(LENIENT + "simplereenroll", Device.base64(next.der())));
        assertThat(changed.getSubjectX500Principal().getName()).isEqualTo("O=New owner,CN=mover1");
        assertThat(changed.getSubjectAlternativeNames()).containsExactly(List.of(7, "192.0.2.2"));
    }
}
