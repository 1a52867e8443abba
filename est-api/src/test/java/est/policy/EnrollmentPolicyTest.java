package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.NOW;
import static est.policy.PolicyFixture.anySecret;
import static est.policy.PolicyFixture.issued;
import static est.policy.PolicyFixture.judge;
import static est.policy.PolicyFixture.manufactured;
import static est.policy.PolicyFixture.refusingProfile;
import static est.policy.PolicyFixture.renew;
import static est.policy.PolicyFixture.secretFor;
import static est.protocol.CertificationRequests.ec;
import static est.protocol.CertificationRequests.rsa;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.pki.AlternativeName;
import est.pki.CertificateContent.KeyUsage;
import est.policy.PolicyRefusal.Reason;
import est.protocol.CertificationRequests;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrollmentPolicyTest {

    private static final TestAuthority VENDOR = new TestAuthority("CN=Vendor");
    private static final KeyPair KEYS = TestAuthority.ecKeys();

    private static void refused(Reason reason, ThrowingCallable judgement) {
        assertThatThrownBy(judgement)
                .isInstanceOfSatisfying(PolicyRefusal.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }

    @Test
    void a_grant_has_the_profiles_validity_backdated() {
        var content = judge(anySecret(), ec("CN=device1")).content();
        assertThat(content.notBefore())
                .isEqualTo(NOW.truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofMinutes(5)));
        assertThat(content.notAfter())
                .isEqualTo(NOW.truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(90)));
    }

    @Test
    void I_12_a_certificate_never_outlives_its_ca() {
        var longLived = PolicyFixture.profile("validity", "36500d");
        assertThat(judge(anySecret(), ec("CN=device1"), longLived, false)
                        .content()
                        .notAfter())
                .isEqualTo(CA.certificate().getNotAfter().toInstant());
    }

    @Test
    void the_subject_keeps_its_octets() throws Exception {
        var request = ec("CN=device1,O=Acme");
        assertThat(judge(anySecret(), request).content().subject().getEncoded())
                .isEqualTo(request.decoded().subject().getEncoded("DER"));
    }

    @Test
    void EST_ISS_07_key_usage_follows_the_key_type() {
        assertThat(judge(anySecret(), ec("CN=device1")).content().keyUsages())
                .containsExactly(KeyUsage.DIGITAL_SIGNATURE);
        assertThat(judge(anySecret(), rsa("CN=device1", 2048)).content().keyUsages())
                .containsExactlyInAnyOrder(KeyUsage.DIGITAL_SIGNATURE, KeyUsage.KEY_ENCIPHERMENT);
    }

    @Test
    void EST_ENR_08_keyAgreement_alone_does_not_become_digitalSignature() {
        var request = ec("CN=device1").withKeyUsage(org.bouncycastle.asn1.x509.KeyUsage.keyAgreement);
        assertThat(judge(anySecret(), request).content().keyUsages()).containsExactly(KeyUsage.KEY_AGREEMENT);
    }

    @Test
    void EST_ENR_08_a_usage_that_contradicts_the_key_is_refused() {
        refused(
                Reason.USAGE_CONTRADICTS_PROFILE,
                () -> judge(
                        anySecret(),
                        ec("CN=device1").withKeyUsage(org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment)));
    }

    @Test
    void EST_ISS_12_extended_key_usages_come_from_the_profile() {
        assertThat(judge(anySecret(), ec("CN=device1")).content().extendedKeyUsages())
                .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }

    @Test
    void EST_ISS_12_a_request_may_ask_for_fewer_extended_key_usages() {
        var request = ec("CN=device1")
                .withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_emailProtection);
        assertThat(judge(anySecret(), request).content().extendedKeyUsages()).containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void EST_ISS_12_only_foreign_extended_key_usages_are_refused() {
        refused(
                Reason.USAGE_CONTRADICTS_PROFILE,
                () -> judge(anySecret(), ec("CN=device1").withExtendedKeyUsage(KeyPurposeId.id_kp_emailProtection)));
    }

    @Test
    void T_8_the_usage_of_a_registration_authority_is_never_granted() {
        var cmcRa = KeyPurposeId.getInstance(new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));
        refused(
                Reason.EXTENSION_NOT_ALLOWED,
                () -> judge(anySecret(), ec("CN=device1").withExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth, cmcRa)));
    }

    @Test
    void T_12_ca_true_is_refused() {
        refused(
                Reason.EXTENSION_NOT_ALLOWED,
                () -> judge(anySecret(), ec("CN=device1").withCaTrue()));
    }

    @ParameterizedTest
    @ValueSource(ints = {org.bouncycastle.asn1.x509.KeyUsage.keyCertSign, org.bouncycastle.asn1.x509.KeyUsage.cRLSign})
    void T_12_key_usages_of_a_ca_are_refused(int usage) {
        refused(
                Reason.EXTENSION_NOT_ALLOWED,
                () -> judge(anySecret(), ec("CN=device1").withKeyUsage(usage)));
    }

    @Test
    void T_12_unlisted_extensions_are_dropped() throws Exception {
        var request = ec("CN=device1").withExtension("1.2.3.4.5", true, DERNull.INSTANCE.getEncoded());
        assertThat(judge(anySecret(), request).content().extensions()).isEmpty();
    }

    @Test
    void T_12_unlisted_extensions_are_refused_where_the_profile_says_so() throws Exception {
        var request = ec("CN=device1").withExtension("1.2.3.4.5", false, DERNull.INSTANCE.getEncoded());
        refused(Reason.EXTENSION_NOT_ALLOWED, () -> judge(anySecret(), request, refusingProfile(), false));
    }

    @Test
    void T_12_a_requested_subject_key_identifier_is_never_copied() throws Exception {
        var request = ec("CN=device1")
                .withExtension(
                        Extension.subjectKeyIdentifier.getId(),
                        false,
                        new DEROctetString(new byte[] {1, 2, 3}).getEncoded());
        assertThat(judge(anySecret(), request, refusingProfile(), false)
                        .content()
                        .extensions())
                .isEmpty();
    }

    @Test
    void EST_ENR_05_a_key_outside_the_profile_is_refused() {
        refused(Reason.KEY_NOT_ALLOWED, () -> judge(anySecret(), ec("CN=device1", "secp521r1")));
    }

    @Test
    void T_17_the_key_of_any_authority_is_refused() {
        refused(
                Reason.KEY_OF_THE_CA,
                () -> judge(anySecret(), withKey(CA.certificate().getPublicKey())));
        refused(
                Reason.KEY_OF_THE_CA,
                () -> judge(
                        anySecret(), withKey(PolicyFixture.ROOT.certificate().getPublicKey())));
    }

    @Test
    void T_17_the_key_of_the_server_is_refused() {
        refused(Reason.KEY_OF_THE_SERVER, () -> judge(anySecret(), withKey(PolicyFixture.SERVER_KEY.getPublic())));
    }

    private static CertificationRequests withKey(java.security.PublicKey key) {
        return ec("CN=device1")
                .withPublicKey(org.bouncycastle.asn1.x509.SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    }

    @Test
    void EST_AUTH_11_a_secret_for_one_device_is_no_secret_for_another() {
        refused(Reason.NAME_NOT_YOURS, () -> judge(secretFor("device1"), ec("CN=device2")));
    }

    @Test
    void EST_AUTH_11_the_common_name_is_compared_exactly() {
        refused(Reason.NAME_NOT_YOURS, () -> judge(secretFor("device1"), ec("CN=DEVICE1")));
    }

    @Test
    void EST_AUTH_11_another_devices_alternative_name_is_refused() {
        refused(
                Reason.NAME_NOT_YOURS,
                () -> judge(secretFor("device1"), ec("CN=device1").withDnsName("device2.fleet.example")));
    }

    @Test
    void a_device_may_have_its_own_name_under_a_domain_of_the_profile() {
        var request = ec("CN=device1").withDnsName("device1.fleet.example").withDnsName("device1");
        assertThat(judge(secretFor("device1"), request).content().alternativeNames())
                .containsExactly(AlternativeName.dnsName("device1.fleet.example"), AlternativeName.dnsName("device1"));
    }

    @Test
    void EST_AUTH_11_an_address_nobody_vouched_for_is_refused() {
        refused(
                Reason.NAME_NOT_YOURS,
                () -> judge(secretFor("device1"), ec("CN=device1").withIpAddress("192.0.2.1")));
    }

    @Test
    void EST_AUTH_11_a_manufacturer_certificate_enrolls_for_its_own_serial_number() {
        var identity = manufactured(VENDOR.device("CN=Camera,SERIALNUMBER=S123", KEYS));
        assertThat(judge(identity, ec("CN=S123")).content().subject().getName()).isEqualTo("CN=S123");
        refused(Reason.NAME_NOT_YOURS, () -> judge(identity, ec("CN=Printer")));
    }

    @Test
    void EST_ENR_11_an_empty_subject_needs_a_dns_name() {
        refused(Reason.NAME_MISSING, () -> judge(anySecret(), ec("")));
        assertThat(judge(anySecret(), ec("").withDnsName("device1.example"))
                        .content()
                        .alternativeNames())
                .hasSize(1);
    }

    @Test
    void EST_REN_02_other_names_than_the_renewed_certificates_are_refused() {
        X509Certificate current = CA.device("CN=device1", KEYS);
        refused(Reason.NAMES_CHANGED, () -> renew(issued(current), ec("CN=device2")));
    }

    @Test
    void EST_REN_03_a_request_with_an_alternative_name_the_certificate_lacks_is_refused() {
        X509Certificate current = CA.device("CN=device1", KEYS);
        refused(
                Reason.NAMES_CHANGED,
                () -> renew(issued(current), ec("CN=device1").withDnsName("device1")));
    }

    @Test
    void EST_REN_03_names_are_the_same_whatever_their_string_type_and_case() {
        X509Certificate current = CA.device("O=Acme,CN=device1", KEYS);
        assertThat(renew(issued(current), ec("CN=Device1,O=ACME")).content().subject())
                .isEqualTo(current.getSubjectX500Principal());
    }

    @Test
    void T_13_a_name_with_a_comma_inside_is_not_two_names() {
        X509Certificate current = CA.device("CN=device1,O=Acme", KEYS);
        refused(Reason.NAMES_CHANGED, () -> renew(issued(current), ec("CN=device1\\,O\\=Acme")));
    }

    @Test
    void EST_REN_08_a_manufacturer_certificate_renews_nothing() {
        X509Certificate foreign = VENDOR.device("CN=device1", KEYS);
        refused(Reason.NOTHING_TO_RENEW, () -> renew(manufactured(foreign), ec("CN=device1")));
    }

    @Test
    void EST_REN_07_a_password_renews_nothing() {
        refused(Reason.NOTHING_TO_RENEW, () -> renew(secretFor("device1"), ec("CN=device1")));
    }

    @Test
    void EST_REN_04_a_name_change_is_refused_rather_than_ignored() {
        X509Certificate current = CA.device("CN=device1", KEYS);
        var wish = new org.bouncycastle.asn1.DERSequence(new org.bouncycastle.asn1.x500.X500Name("CN=device2"));
        var request = ec("CN=device1").withAttribute("1.3.6.1.5.5.7.7.36", wish);
        refused(Reason.NAME_CHANGE_NOT_OFFERED, () -> renew(issued(current), request));
    }

    @Test
    void T_7_a_certificate_without_common_name_lends_itself_to_no_dns_name() {
        X509Certificate current = CA.device("O=Acme", KEYS);
        refused(Reason.NAME_MISSING, () -> judge(issued(current), ec("O=Acme").withDnsName("other.example")));
    }

    @Test
    void EST_ENR_13_a_certificate_of_ours_enrolls_further_certificates_for_its_own_names() {
        X509Certificate current = CA.device("CN=device1", KEYS);
        assertThat(judge(issued(current), ec("CN=device1")).content().subject().getName())
                .isEqualTo("CN=device1");
        refused(Reason.NAME_NOT_YOURS, () -> judge(issued(current), ec("CN=device2")));
        refused(
                Reason.NAME_NOT_YOURS,
                () -> judge(issued(current), ec("CN=device1").withDnsName("device2")));
    }

    @Test
    void EST_POP_12_a_linking_that_cannot_be_verified_is_refused_rather_than_ignored() {
        var linking = new org.bouncycastle.asn1.DERUTF8String("AAAA");
        refused(
                Reason.CHALLENGE_NOT_OFFERED,
                () -> judge(anySecret(), ec("CN=device1").withAttribute("1.2.840.113549.1.9.16.2.58", linking)));
    }

    @Test
    void T_7_the_grant_of_a_renewal_names_the_certificate_it_renews() {
        X509Certificate current = CA.device("CN=device1", KEYS);
        assertThat(renew(issued(current), ec("CN=device1")).renews()).contains(current);
    }

    @Test
    void T_13_alternative_names_of_other_kinds_are_refused() {
        refused(
                Reason.HOSTILE_NAME,
                () -> judge(
                        anySecret(),
                        ec("CN=device1").withAlternativeName(new GeneralName(GeneralName.registeredID, "1.2.3"))));
    }
}
