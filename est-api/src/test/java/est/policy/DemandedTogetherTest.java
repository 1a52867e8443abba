package est.policy;

import static est.policy.PolicyFixture.CA;
import static est.policy.PolicyFixture.identity;
import static est.policy.PolicyFixture.judge;
import static est.policy.PolicyFixture.renew;
import static est.protocol.CertificationRequests.ec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import est.device.TestAuthority;
import est.identity.ClientIdentity;
import est.identity.ClientIdentity.Kind;
import est.policy.PolicyRefusal.Reason;
import java.security.KeyPair;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Names of those who prove more than one thing, and of those who prove nothing. */
class DemandedTogetherTest {

    private static final KeyPair KEYS = TestAuthority.ecKeys();
    private static final TestAuthority MANUFACTURER = new TestAuthority("CN=Manufacturer");

    private static void refused(Reason reason, ThrowingCallable judgement) {
        assertThatThrownBy(judgement)
                .isInstanceOfSatisfying(PolicyRefusal.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }

    private static ClientIdentity manufacturedFor(String name) {
        return identity(
                Kind.MANUFACTURER_CERTIFICATE, Optional.of(MANUFACTURER.device("CN=camera1", KEYS)), Optional.of(name));
    }

    @Test
    void EST_AUTH_11_a_secret_beside_a_certificate_restricts_it_further() {
        assertThat(judge(manufacturedFor("camera1"), ec("CN=camera1")).renews()).isEmpty();
        refused(Reason.NAME_NOT_YOURS, () -> judge(manufacturedFor("camera2"), ec("CN=camera1")));
        refused(Reason.NAME_NOT_YOURS, () -> judge(manufacturedFor("camera2"), ec("CN=camera2")));
    }

    @Test
    void EST_AUTH_11_a_user_beside_a_certificate_restricts_its_renewal() {
        Optional<java.security.cert.X509Certificate> current = Optional.of(CA.device("CN=pump1", KEYS));
        assertThat(renew(identity(Kind.ISSUED_CERTIFICATE, current, Optional.of("pump1")), ec("CN=pump1"))
                        .renews())
                .isPresent();
        refused(
                Reason.NAME_NOT_YOURS,
                () -> renew(identity(Kind.ISSUED_CERTIFICATE, current, Optional.of("pump2")), ec("CN=pump1")));
    }

    @Test
    void EST_AUTH_01_nobody_in_particular_gets_what_the_profile_allows_and_renews_nothing() {
        ClientIdentity anonymous = identity(Kind.ANONYMOUS, Optional.empty(), Optional.empty());
        assertThat(judge(anonymous, ec("CN=pump1")).renews()).isEmpty();
        refused(Reason.HOSTILE_NAME, () -> judge(anonymous, ec("CN=-pump1-")));
        refused(Reason.NAME_NOT_YOURS, () -> judge(anonymous, ec("CN=pump1").withDnsName("other.example")));
        refused(Reason.NOTHING_TO_RENEW, () -> renew(anonymous, ec("CN=pump1")));
    }
}
