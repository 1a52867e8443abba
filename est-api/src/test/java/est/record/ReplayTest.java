package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.ServerUnderTest;
import est.record.Opening.Answered;
import est.record.Opening.Opened;
import est.record.Opening.Running;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(ServerUnderTest.class)
class ReplayTest extends RecordTest {
    private final byte[] key = Enrollments.newKey();

    @Test
    void I_3_F_42_one_request_sent_48_times_at_once_opens_once() {
        List<Opening> openings = atOnce(48, n -> enrollments.open(Enrollments.intent(key)));

        assertThat(only(Opened.class, openings)).hasSize(1);
        assertThat(only(Running.class, openings)).hasSize(47);
    }

    @Test
    void I_3_a_running_repeat_is_told_to_come_back_when_the_lease_has_passed() {
        opened(Enrollments.intent(key));

        assertThat(open(Enrollments.intent(key)))
                .isInstanceOfSatisfying(Running.class, running -> assertThat(running.retryAfter())
                        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    }

    @Test
    void I_3_F_41_a_repeat_of_an_answered_request_gets_the_same_certificate_and_is_audited() throws Exception {
        X509Certificate certificate = issue(key);

        Opening repeat = open(Enrollments.intent(key));

        assertThat(repeat).isInstanceOf(Answered.class);
        Answered answered = (Answered) repeat;
        assertThat(answered.certificate()).isEqualTo(certificate.getEncoded());
        assertThat(events(answered.enrollment())).isEqualTo("GRANTED REPLAYED");
    }

    @Test
    void I_3_after_the_window_a_new_row_names_the_old() throws SQLException {
        issue(key);
        Answered first = (Answered) open(Enrollments.intent(key));
        sql.asApplication(
                "update est.certificate set created_at = now() - interval '24 hours 1 second' where enrollment = '"
                        + first.enrollment() + "'");

        Opened second = opened(Enrollments.intent(key));

        assertThat(sql.ask("select repeats from est.enrollment where id = '" + second.id() + "'"))
                .isEqualTo(first.enrollment().toString());
        assertThat(state(first.enrollment())).isEqualTo("ISSUED");
    }

    @Test
    void I_3_an_expired_certificate_is_no_answer() {
        BigInteger serial = Enrollments.newSerial();
        Opened first = opened(Enrollments.intent(key, serial, Optional.empty()));
        await(enrollments.issued(
                first, Enrollments.certificate(serial, Instant.now().minusSeconds(1))));

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class);
    }

    @Test
    void I_3_revocation_ends_the_replay_window() {
        X509Certificate certificate = issue(key);

        await(certificates.revoke(CertificateKey.of(certificate), RevocationReason.SUPERSEDED, "test"));

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class);
    }

    @Test
    void F_32_a_process_that_slept_past_its_lease_is_fenced() throws SQLException {
        BigInteger serial = Enrollments.newSerial();
        Opened slept = opened(Enrollments.intent(key, serial, Optional.empty()));
        letLeasePass(slept.id());

        Opened second = opened(Enrollments.intent(key));

        assertThat(failure(enrollments.issued(slept, Enrollments.certificate(serial))))
                .isEqualTo(RecordFailure.Kind.FENCED);
        assertThat(state(slept.id())).isEqualTo("UNKNOWN");
        assertThat(events(slept.id())).isEqualTo("UNKNOWN");
        assertThat(state(second.id())).isEqualTo("INTENT");
    }

    @Test
    void F_32_a_passed_lease_that_nobody_took_over_still_issues() throws SQLException {
        BigInteger serial = Enrollments.newSerial();
        Opened opened = opened(Enrollments.intent(key, serial, Optional.empty()));
        letLeasePass(opened.id());

        await(enrollments.issued(opened, Enrollments.certificate(serial)));

        assertThat(state(opened.id())).isEqualTo("ISSUED");
    }

    @Test
    void I_3_24_takeovers_at_once_open_once() throws SQLException {
        letLeasePass(opened(Enrollments.intent(key)).id());

        List<Opening> openings = atOnce(24, n -> enrollments.open(Enrollments.intent(key)));

        assertThat(only(Opened.class, openings)).hasSize(1);
        assertThat(only(Running.class, openings)).hasSize(23);
    }

    @Test
    void an_enrollment_ends_once() {
        Opened opened = opened(Enrollments.intent(key));
        await(enrollments.notIssued(opened, Outcome.REFUSED, "the CA refused"));

        assertThat(failure(enrollments.notIssued(opened, Outcome.NOT_ISSUED, "again")))
                .isEqualTo(RecordFailure.Kind.FENCED);
        assertThat(state(opened.id())).isEqualTo("REFUSED");
        assertThat(events(opened.id())).isEqualTo("REFUSED");
    }

    @Test
    void a_refused_request_may_be_repeated_at_once() {
        await(enrollments.notIssued(opened(Enrollments.intent(key)), Outcome.REFUSED, "the CA refused"));

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class);
    }

    @Test
    void a_request_with_unknown_outcome_waits_for_the_lease() throws SQLException {
        Opened opened = opened(Enrollments.intent(key));
        await(enrollments.notIssued(opened, Outcome.UNKNOWN, "no answer"));

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Running.class);
        letLeasePass(opened.id());
        assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class);
        assertThat(events(opened.id())).isEqualTo("UNKNOWN");
    }
}
