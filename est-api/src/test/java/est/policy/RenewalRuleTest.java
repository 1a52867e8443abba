package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.NOW;
import static est.policy.PolicyFixture.assertRefused;
import static est.policy.PolicyFixture.enroll;
import static est.policy.PolicyFixture.issued;
import static est.policy.PolicyFixture.judge;
import static est.policy.PolicyFixture.profile;
import static est.policy.PolicyFixture.secretFor;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;

import est.device.TestAuthority;
import est.pki.AlternativeName;
import est.pki.CertificateContent;
import est.policy.PolicyRefusal.Reason;
import est.protocol.CertificationRequests;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.Test;

/** When and how a certificate renews itself. */
class RenewalRuleTest {

    private static final String CHANGE_SUBJECT_NAME = "1.3.6.1.5.5.7.7.36";
    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final X509Certificate PLAIN = CA.device("CN=device1", KEYS);
    private static final GeneralName OWN = new GeneralName(GeneralName.dNSName, "device1");
    private static final GeneralName IN_FLEET = new GeneralName(GeneralName.dNSName, "device1.fleet.example");
    private static final X509Certificate NAMED = CA.deviceWith(
            "CN=device1",
            KEYS,
            TestAuthority.extension(Extension.subjectAlternativeName, false, new GeneralNames(OWN)));
    private static final EnrollmentProfile CHANGING =
            profile(Map.of("change-subject-name", "allow", "dns-suffixes", "fleet.example"));

    private static CertificateContent renew(
            X509Certificate current, CertificationRequests request, EnrollmentProfile profile) {
        return judge(issued(current), request, profile, true).content();
    }

    /** The attribute in the form of the erratum: [1] before the alternative names. */
    private static CertificationRequests changing(CertificationRequests request, String subject, GeneralName... names) {
        List<ASN1Encodable> parts = new ArrayList<>();
        if (!subject.isEmpty()) {
            parts.add(new X500Name(subject));
        }
        if (names.length > 0) {
            parts.add(new DERTaggedObject(false, 1, new GeneralNames(names)));
        }
        return request.withAttribute(CHANGE_SUBJECT_NAME, new DERSequence(parts.toArray(ASN1Encodable[]::new)));
    }

    @Test
    void a_renewal_before_its_window_is_refused_with_the_date() {
        Duration left = Duration.between(NOW, PLAIN.getNotAfter().toInstant());
        var early = profile(
                Map.of("validity", "1000d", "renewal-window", left.minusHours(1).toString()));
        assertRefused(Reason.RENEWAL_TOO_EARLY, () -> renew(PLAIN, ec("CN=device1"), early))
                .contains(NOW.plus(Duration.ofHours(1)).toString());
        var due = profile(
                Map.of("validity", "1000d", "renewal-window", left.plusHours(1).toString()));
        assertThat(renew(PLAIN, ec("CN=device1"), due)).isNotNull();
        assertThat(enroll(issued(PLAIN), ec("CN=device1"), early))
                .as("the window is not that of enrollments")
                .isNotNull();
    }

    @Test
    void EST_REN_03_names_are_inherited_unless_the_profile_forbids() {
        assertThat(renew(NAMED, ec("CN=device1"), profile()).alternativeNames())
                .containsExactly(AlternativeName.dnsName("device1"));
        var strict = profile("inherit-at-renewal", "false");
        assertRefused(Reason.NAMES_CHANGED, () -> renew(NAMED, ec("CN=device1"), strict));
        assertThat(renew(NAMED, ec("CN=device1").withDnsName("device1"), strict).alternativeNames())
                .containsExactly(AlternativeName.dnsName("device1"));
        assertThat(renew(PLAIN, ec("CN=device1"), strict).alternativeNames()).isEmpty();
    }

    @Test
    void EST_REN_02_a_renewal_adds_no_common_name_to_the_alternative_names() {
        assertThat(renew(PLAIN, ec("CN=device1"), profile("copy-common-name", "true"))
                        .alternativeNames())
                .isEmpty();
    }

    @Test
    void EST_REN_04_an_offered_change_gives_the_new_names() {
        CertificateContent granted =
                renew(PLAIN, changing(ec("CN=device1"), "CN=device1,O=New owner", IN_FLEET), CHANGING);
        assertThat(granted.subject().getName()).isEqualTo("O=New owner,CN=device1");
        assertThat(granted.alternativeNames()).containsExactly(AlternativeName.dnsName("device1.fleet.example"));
    }

    @Test
    void EST_REN_04_what_the_change_leaves_out_is_gone() {
        assertThat(renew(NAMED, changing(ec("CN=device1"), "CN=device1"), CHANGING)
                        .alternativeNames())
                .isEmpty();
        CertificateContent nameless = renew(NAMED, changing(ec("CN=device1"), "", OWN), CHANGING);
        assertThat(nameless.subject().getName()).isEmpty();
        assertThat(nameless.alternativeNames()).containsExactly(AlternativeName.dnsName("device1"));
    }

    @Test
    void EST_REN_04_the_request_itself_still_shows_the_old_names() {
        assertRefused(
                Reason.NAMES_CHANGED,
                () -> renew(PLAIN, changing(ec("CN=device1,O=New"), "CN=device1,O=New"), CHANGING));
    }

    @Test
    void EST_REN_04_a_change_is_refused_where_it_is_not_offered() {
        assertRefused(
                Reason.NAME_CHANGE_NOT_OFFERED,
                () -> renew(PLAIN, changing(ec("CN=device1"), "CN=device1,O=New"), profile()));
    }

    @Test
    void EST_REN_04_a_first_enrollment_changes_nothing() {
        assertRefused(
                Reason.NAME_CHANGE_NOT_OFFERED,
                () -> enroll(secretFor("device1"), changing(ec("CN=device1"), "CN=device1,O=New"), CHANGING));
    }

    @Test
    void T_7_a_change_makes_no_other_device_of_it() {
        for (String other : List.of("CN=device2", "CN=device1,SERIALNUMBER=S9", "SERIALNUMBER=device2")) {
            assertRefused(Reason.NAME_NOT_YOURS, () -> renew(PLAIN, changing(ec("CN=device1"), other), CHANGING));
        }
        assertRefused(
                Reason.NAME_NOT_YOURS,
                () -> renew(
                        PLAIN,
                        changing(ec("CN=device1"), "", new GeneralName(GeneralName.dNSName, "device2")),
                        CHANGING));
        assertRefused(
                Reason.NAME_NOT_YOURS,
                () -> renew(
                        PLAIN,
                        changing(ec("CN=device1"), "CN=device1", new GeneralName(GeneralName.iPAddress, "192.0.2.1")),
                        CHANGING));
    }

    @Test
    void T_13_new_names_are_as_clean_as_any() {
        assertRefused(
                Reason.HOSTILE_NAME,
                () -> renew(
                        PLAIN,
                        changing(ec("CN=device1"), "", new GeneralName(GeneralName.dNSName, "*.fleet.example")),
                        CHANGING));
        assertRefused(
                Reason.HOSTILE_NAME,
                () -> renew(PLAIN, changing(ec("CN=device1"), "CN=device1,E=a@b.example"), CHANGING));
    }

    @Test
    void EST_REN_04_a_change_obeys_the_subject_rule() {
        var profile = profile(Map.of("change-subject-name", "allow", "subject", "CN={request.CN},O=Acme"));
        assertThat(renew(PLAIN, changing(ec("CN=device1"), "CN=device1,O=Other"), profile)
                        .subject()
                        .getName())
                .isEqualTo("O=Acme,CN=device1");
        var demanding = profile(Map.of("change-subject-name", "allow", "required-subject-attributes", "O"));
        assertRefused(
                Reason.NAME_MISSING, () -> renew(PLAIN, changing(ec("CN=device1"), "CN=device1,OU=x"), demanding));
    }
}
