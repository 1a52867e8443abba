package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Answered;
import est.record.Opening.CredentialSpent;
import est.record.Opening.Opened;
import est.record.Opening.Running;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class OneTimeSecretTest extends RecordTest {

    private static Intent with(UUID secret) {
        return with(secret, Enrollments.newKey());
    }

    private static Intent with(UUID secret, byte[] key) {
        return Enrollments.intent(key, Enrollments.newSerial(), Optional.of(secret));
    }

    @Test
    void I_11_T_10_32_parallel_uses_with_different_keys_open_once() {
        UUID secret = newSecret();

        List<Opening> openings = atOnce(32, n -> enrollments.open(with(secret)));

        assertThat(only(Opened.class, openings)).hasSize(1);
        assertThat(only(Running.class, openings)).hasSize(31);
    }

    @Test
    void I_11_T_10_32_parallel_enrollments_issue_once() {
        UUID secret = newSecret();

        atOnce(32, n -> {
            BigInteger serial = Enrollments.newSerial();
            return enrollments
                    .open(Enrollments.intent(Enrollments.newKey(), serial, Optional.of(secret)))
                    .chain(opening -> opening instanceof Opened opened
                            ? enrollments
                                    .issued(opened, Enrollments.certificate(serial))
                                    .replaceWith(opening)
                            : io.smallrye.mutiny.Uni.createFrom().item(opening));
        });

        assertThat(sql.ask(
                        "select count(*) from est.enrollment where state = 'ISSUED' and credential = '" + secret + "'"))
                .isEqualTo("1");
        assertThat(sql.ask("select count(*) from est.certificate c join est.enrollment e on e.id = c.enrollment"
                        + " where e.credential = '" + secret + "'"))
                .isEqualTo("1");
    }

    @Test
    void I_11_a_spent_secret_opens_nothing_else() {
        UUID secret = newSecret();
        issue(Enrollments.newKey(), Optional.of(secret));

        assertThat(open(with(secret))).isInstanceOf(CredentialSpent.class);
    }

    @Test
    void I_11_a_spent_secret_gets_its_own_enrollments_answer() throws Exception {
        UUID secret = newSecret();
        byte[] key = Enrollments.newKey();
        X509Certificate certificate = issue(key, Optional.of(secret));

        assertThat(open(with(secret, key)))
                .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.certificate())
                        .isEqualTo(CertificateText.der(certificate)));
    }

    @Test
    void I_11_a_spent_secret_gets_no_other_enrollments_answer() {
        UUID spent = newSecret();
        issue(Enrollments.newKey(), Optional.of(spent));
        byte[] foreign = Enrollments.newKey();
        issue(foreign, Optional.of(newSecret()));

        assertThat(open(with(spent, foreign))).isInstanceOf(CredentialSpent.class);
    }

    @Test
    void I_11_a_failed_enrollment_does_not_lose_the_secret() {
        UUID secret = newSecret();
        await(enrollments.notIssued(opened(with(secret)), Outcome.NOT_ISSUED, "the CA is away"));

        assertThat(open(with(secret))).isInstanceOf(Opened.class);
    }

    @Test
    void I_11_a_killed_enrollment_gives_the_secret_back_with_its_lease_and_is_fenced() throws SQLException {
        UUID secret = newSecret();
        BigInteger serial = Enrollments.newSerial();
        Opened killed = opened(Enrollments.intent(Enrollments.newKey(), serial, Optional.of(secret)));
        letLeasePass(killed.id());
        opened(with(secret));

        assertThat(failure(enrollments.issued(killed, Enrollments.certificate(serial))))
                .isEqualTo(RecordFailure.Kind.FENCED);
        assertThat(state(killed.id())).isEqualTo("INTENT");
    }

    @Test
    void an_expired_secret_opens_nothing() throws SQLException {
        UUID secret = newSecret();
        sql.asApplication("update est.credential set expires_at = now() where id = '" + secret + "'");

        assertThat(open(with(secret))).isInstanceOf(CredentialSpent.class);
    }

    @Test
    void I_7_a_disabled_secret_opens_nothing_and_repeats_nothing() throws SQLException {
        UUID secret = newSecret();
        byte[] key = Enrollments.newKey();
        issue(key, Optional.of(secret));
        sql.asApplication("update est.credential set disabled = true where id = '" + secret + "'");

        assertThat(open(with(secret, key))).isInstanceOf(CredentialSpent.class);
    }

    @Test
    void a_repeat_leaves_a_fresh_secret_alone() {
        byte[] key = Enrollments.newKey();
        issue(key, Optional.of(newSecret()));
        UUID fresh = newSecret();

        assertThat(open(with(fresh, key))).isInstanceOf(Answered.class);
        assertThat(open(with(fresh))).isInstanceOf(Opened.class);
    }
}
