package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.NOW;
import static est.policy.PolicyFixture.OWN_KEYS;
import static est.policy.PolicyFixture.profile;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import est.device.TestAuthority;
import est.identity.ClientIdentity;
import est.pki.AlternativeName;
import est.protocol.CertificationRequests;
import java.security.KeyPair;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** Names that somebody else decided on are judged like a client's own. */
class RenamedApplicationTest {

    private static final KeyPair KEYS = TestAuthority.ecKeys();

    private static Grant judge(
            ClientIdentity identity, CertificationRequests request, boolean renewal, DecidedNames names) {
        return RenamedApplication.judge(
                new EnrollmentPolicy(),
                new Application(
                        identity,
                        request.decoded(),
                        profile(),
                        CA.certificate(),
                        OWN_KEYS,
                        renewal,
                        NOW,
                        DeviceAttributes.NONE),
                names);
    }

    private static Grant judge(CertificationRequests request, DecidedNames names) {
        return judge(PolicyFixture.anySecret(), request, false, names);
    }

    private static DecidedNames names(String subject, String... dnsNames) {
        return new DecidedNames(
                new X500Name(subject),
                List.of(dnsNames).stream()
                        .map(name -> new GeneralName(GeneralName.dNSName, name))
                        .toList());
    }

    private static PolicyRefusal.Reason refusal(ClientIdentity identity, boolean renewal, DecidedNames names) {
        return catchThrowableOfType(
                        PolicyRefusal.class,
                        () -> judge(identity, ec("CN=camera").withDnsName("camera"), renewal, names))
                .reason();
    }

    @Test
    void narrowed_names_are_granted_and_nothing_else_changes() {
        CertificationRequests request = ec("O=Example,CN=camera").withDnsName("camera");
        Grant before = PolicyFixture.judge(PolicyFixture.anySecret(), request);

        Grant narrowed = judge(request, names("CN=camera"));

        assertThat(narrowed.content().subject().getName()).isEqualTo("CN=camera");
        assertThat(narrowed.content().alternativeNames()).isEmpty();
        assertThat(narrowed.content().keyUsages()).isEqualTo(before.content().keyUsages());
        assertThat(narrowed.content().extendedKeyUsages())
                .isEqualTo(before.content().extendedKeyUsages());
    }

    @Test
    void other_names_within_the_profile_are_granted() {
        Grant replaced = judge(ec("CN=camera"), names("CN=lamp", "lamp.fleet.example"));

        assertThat(replaced.content().subject().getName()).isEqualTo("CN=lamp");
        assertThat(replaced.content().alternativeNames())
                .containsExactly(AlternativeName.dnsName("lamp.fleet.example"));
    }

    @Test
    void T_13_hostile_names_are_refused_whoever_decided_on_them() {
        assertThat(refusal(PolicyFixture.anySecret(), false, names("CN=camera", "*.example")))
                .isEqualTo(PolicyRefusal.Reason.HOSTILE_NAME);
        assertThat(refusal(PolicyFixture.anySecret(), false, names("CN=a\u202eb")))
                .isEqualTo(PolicyRefusal.Reason.HOSTILE_NAME);
        assertThat(refusal(PolicyFixture.anySecret(), false, names(""))).isEqualTo(PolicyRefusal.Reason.NAME_MISSING);
    }

    @Test
    void T_7_nobody_decides_that_a_client_gets_the_names_of_another() {
        assertThat(refusal(PolicyFixture.secretFor("camera"), false, names("CN=lamp")))
                .isEqualTo(PolicyRefusal.Reason.NAME_NOT_YOURS);
        assertThat(refusal(PolicyFixture.anySecret(), false, names("CN=camera", "bank.example")))
                .isEqualTo(PolicyRefusal.Reason.NAME_NOT_YOURS);
        assertThat(refusal(PolicyFixture.manufactured(CA.device("CN=camera", KEYS)), false, names("CN=lamp")))
                .isEqualTo(PolicyRefusal.Reason.NAME_NOT_YOURS);
    }

    @Test
    void EST_REN_02_a_renewal_keeps_its_names() {
        ClientIdentity issued = PolicyFixture.issued(CA.device("CN=camera", KEYS));

        assertThat(catchThrowableOfType(
                                PolicyRefusal.class, () -> judge(issued, ec("CN=camera"), true, names("CN=lamp")))
                        .reason())
                .isEqualTo(PolicyRefusal.Reason.NAMES_CHANGED);
        assertThat(judge(issued, ec("CN=camera"), true, names("CN=camera")).renews())
                .isPresent();
    }
}
