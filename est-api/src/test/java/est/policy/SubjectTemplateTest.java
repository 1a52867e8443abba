package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.anySecret;
import static est.policy.PolicyFixture.assertRefused;
import static est.policy.PolicyFixture.enroll;
import static est.policy.PolicyFixture.issued;
import static est.policy.PolicyFixture.judge;
import static est.policy.PolicyFixture.manufactured;
import static est.policy.PolicyFixture.profile;
import static est.policy.PolicyFixture.secretFor;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.TestAuthority;
import est.pki.AlternativeName;
import est.policy.PolicyRefusal.Reason;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;

/** What a subject consists of: attributes, templates, and whose names they are. */
class SubjectTemplateTest {

    private static final TestAuthority VENDOR = new TestAuthority("CN=Vendor");
    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final X509Certificate CAMERA = VENDOR.device("CN=Camera,SERIALNUMBER=S123", KEYS);
    private static final EnrollmentProfile HOSPITAL =
            profile(Map.of("subject", "CN={request.CN},O=Example Hospital", "dns-suffixes", "fleet.example"));

    private static String subject(Grant grant) {
        return X500Name.getInstance(grant.content().subject().getEncoded()).toString();
    }

    @Test
    void a_template_mixes_fixed_text_with_what_the_request_says() {
        assertThat(subject(enroll(secretFor("device1"), ec("CN=device1,OU=Left out"), HOSPITAL)))
                .isEqualTo("CN=device1,O=Example Hospital");
    }

    @Test
    void a_template_takes_values_of_the_identity() {
        var profile = profile("subject", "CN=cam-{identity.serialNumber},O={identity.CN}");
        assertThat(subject(enroll(manufactured(CAMERA), ec("CN=whatever"), profile)))
                .isEqualTo("CN=cam-S123,O=Camera");
        assertThat(subject(enroll(secretFor("device1"), ec("CN=whatever"), profile("subject", "CN={identity.name}"))))
                .isEqualTo("CN=device1");
    }

    @Test
    void a_template_takes_a_country_and_a_domain_component() {
        var profile = profile(
                Map.of("subject", "C={request.C},DC={request.DC},CN={request.CN}", "subject-attributes", "C,DC,CN"));
        assertThat(subject(enroll(anySecret(), ec("CN=device1,C=CH,DC=example"), profile)))
                .isEqualTo("C=CH,DC=example,CN=device1");
    }

    @Test
    void a_template_of_fixed_text_names_everybody_alike() {
        assertThat(subject(enroll(anySecret(), ec("CN=device1"), profile("subject", "CN=kiosk,O=Acme\\, Inc."))))
                .isEqualTo("CN=kiosk,O=Acme\\, Inc.");
    }

    @Test
    void a_value_that_nobody_has_is_named_in_the_refusal() {
        var profile = profile("subject", "CN={request.CN},O={request.O}");
        assertRefused(Reason.NAME_MISSING, () -> enroll(anySecret(), ec("CN=device1"), profile))
                .contains("{request.O}");
        assertRefused(
                        Reason.NAME_MISSING,
                        () -> enroll(anySecret(), ec("CN=a"), profile("subject", "CN={identity.name}")))
                .contains("{identity.name}");
    }

    @Test
    void EST_AUTH_11_a_template_makes_no_name_ones_own() {
        assertRefused(Reason.NAME_NOT_YOURS, () -> enroll(secretFor("device1"), ec("CN=device2"), HOSPITAL));
        assertRefused(Reason.NAME_NOT_YOURS, () -> enroll(manufactured(CAMERA), ec("CN=Printer"), HOSPITAL));
        var mixed = profile("subject", "CN={identity.name},O={request.O}");
        assertRefused(Reason.NAME_NOT_YOURS, () -> enroll(secretFor("device1"), ec("CN=device2,O=Acme"), mixed));
    }

    @Test
    void EST_AUTH_11_alternative_names_are_those_of_the_device_that_the_template_names() {
        var profile = profile(Map.of("subject", "CN=cam-{identity.serialNumber}", "dns-suffixes", "fleet.example"));
        assertThat(enroll(manufactured(CAMERA), ec("CN=x").withDnsName("cam-S123.fleet.example"), profile)
                        .content()
                        .alternativeNames())
                .containsExactly(AlternativeName.dnsName("cam-S123.fleet.example"));
        assertRefused(
                Reason.NAME_NOT_YOURS,
                () -> enroll(manufactured(CAMERA), ec("CN=x").withDnsName("x.fleet.example"), profile));
    }

    @Test
    void EST_AUTH_11_a_template_that_names_no_device_leaves_that_to_the_request() {
        var profile = profile("subject", "O=Acme");
        assertRefused(
                Reason.NAME_NOT_YOURS,
                () -> enroll(secretFor("device1"), ec("CN=device1").withDnsName("victim.example"), profile));
        assertRefused(
                Reason.NAME_NOT_YOURS,
                () -> enroll(secretFor("device1"), ec("").withDnsName("victim.example"), profile));
        assertThat(subject(enroll(secretFor("device1"), ec("").withDnsName("device1"), profile)))
                .isEqualTo("O=Acme");
    }

    @Test
    void T_13_what_a_template_makes_is_as_clean_as_any_subject() {
        var profile = profile("subject", "CN=a-very-long-prefix-before-the-name-{request.CN}");
        assertRefused(Reason.HOSTILE_NAME, () -> enroll(anySecret(), ec("CN=" + "d".repeat(40)), profile));
        assertRefused(
                Reason.HOSTILE_NAME,
                () -> enroll(anySecret(), ec("CN=d,O=Germany"), profile("subject", "CN={request.CN},C={request.O}")));
    }

    @Test
    void T_13_a_value_is_text_in_its_attribute_and_nothing_more() {
        var profile = profile(Map.of("subject", "O={request.O},CN={request.CN}"));
        var granted = enroll(anySecret(), ec("CN=device1,O=Acme\\,CN\\=device2"), profile);
        assertThat(X500Name.getInstance(granted.content().subject().getEncoded())
                        .getRDNs())
                .hasSize(2);
        assertThat(subject(enroll(anySecret(), ec("CN=device1,O=\\#0c0161"), profile)))
                .isEqualTo("O=\\#0c0161,CN=device1");
    }

    @Test
    void EST_ENR_13_a_further_certificate_keeps_the_subject_the_template_made() {
        var profile = profile("subject", "CN={request.CN}.fleet.example,O=Acme");
        X509Certificate current = CA.device("O=Acme,CN=device1.fleet.example", KEYS);
        assertThat(subject(enroll(issued(current), ec("CN=device1.fleet.example,O=Acme"), profile)))
                .isEqualTo("CN=device1.fleet.example,O=Acme");
        assertThat(subject(enroll(issued(current), ec("CN=device1"), profile)))
                .isEqualTo("CN=device1.fleet.example,O=Acme");
        assertRefused(Reason.NAME_NOT_YOURS, () -> enroll(issued(current), ec("CN=device2"), profile));
    }

    @Test
    void EST_REN_02_a_template_renames_nobody_at_renewal() {
        X509Certificate current = CA.device("CN=device1", KEYS);
        assertThat(subject(judge(issued(current), ec("CN=device1"), HOSPITAL, true)))
                .isEqualTo("CN=device1");
    }

    @Test
    void a_required_attribute_that_is_missing_is_named_in_the_refusal() {
        var profile = profile("required-subject-attributes", "CN,O");
        assertRefused(Reason.NAME_MISSING, () -> enroll(anySecret(), ec("CN=device1"), profile))
                .contains("attribute O");
        assertThat(subject(enroll(anySecret(), ec("CN=device1,O=Acme"), profile)))
                .isEqualTo("CN=device1,O=Acme");
    }

    @Test
    void T_13_attributes_outside_of_subject_attributes_are_refused() {
        assertRefused(
                Reason.HOSTILE_NAME,
                () -> enroll(anySecret(), ec("CN=device1,O=Acme"), profile("subject-attributes", "CN")));
    }

    @Test
    void a_device_id_is_what_the_profile_says() {
        var profile = profile("device-id", "[0-9]{4}");
        assertThat(subject(enroll(anySecret(), ec("CN=1234"), profile))).isEqualTo("CN=1234");
        assertRefused(Reason.HOSTILE_NAME, () -> enroll(anySecret(), ec("CN=device@1"), profile));
    }
}
