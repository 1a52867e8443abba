package est.record;

import static org.assertj.core.api.Assertions.assertThat;

import est.SwitchedConnection;
import est.SwitchedConnection.Cut;
import est.SwitchedDatabase;
import est.record.Opening.Answered;
import est.record.Opening.Opened;
import est.record.Opening.Running;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection does that is cut, and how often it is used. */
@QuarkusTest
@WithTestResource(SwitchedDatabase.class)
class CutConnectionTest extends RecordTest {
    /** In the intent's grant and in the certificate's subject. */
    private static final String SUBJECT = "CN=device";

    private SwitchedConnection connection;

    private final byte[] key = Enrollments.newKey();
    private final BigInteger serial = Enrollments.newSerial();
    private final X509Certificate certificate = Enrollments.certificate(serial);

    @BeforeEach
    @Override
    void migrate() {
        connection.on();
        super.migrate();
    }

    @Test
    void F_5_cut_before_the_intent_arrives_the_retry_opens() {
        connection.cutNext(SUBJECT, Cut.BEFORE);

        assertThat(failure(enrollments.open(Enrollments.intent(key)))).isEqualTo(RecordFailure.Kind.UNAVAILABLE);

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class);
    }

    @Test
    void F_5_cut_after_the_intent_is_committed_the_retry_waits_for_its_lease() {
        connection.cutNext(SUBJECT, Cut.AFTER);

        assertThat(failure(enrollments.open(Enrollments.intent(key)))).isEqualTo(RecordFailure.Kind.UNAVAILABLE);

        assertThat(open(Enrollments.intent(key))).isInstanceOf(Running.class);
    }

    @Test
    void F_5_I_1_cut_before_the_certificate_arrives_the_retry_issues_exactly_once() throws SQLException {
        Opened opened = opened(Enrollments.intent(key, serial, Optional.empty()));
        connection.cutNext(SUBJECT, Cut.BEFORE);

        assertThat(failure(enrollments.issued(opened, certificate))).isEqualTo(RecordFailure.Kind.UNAVAILABLE);

        letLeasePass(opened.id());
        issue(key);
        assertThat(failure(enrollments.issued(opened, certificate))).isEqualTo(RecordFailure.Kind.FENCED);
    }

    @Test
    void F_5_I_3_cut_after_the_certificate_is_committed_the_retry_gets_it() throws Exception {
        Opened opened = opened(Enrollments.intent(key, serial, Optional.empty()));
        connection.cutNext(SUBJECT, Cut.AFTER);

        assertThat(failure(enrollments.issued(opened, certificate))).isEqualTo(RecordFailure.Kind.UNAVAILABLE);

        assertThat(open(Enrollments.intent(key)))
                .isInstanceOfSatisfying(Answered.class, answered -> assertThat(answered.certificate())
                        .isEqualTo(CertificateText.der(certificate)));
    }

    @Test
    void an_enrollment_takes_two_round_trips() {
        int fewest = IntStream.range(0, 20)
                .map(n -> {
                    int before = connection.roundTrips();
                    issue(Enrollments.newKey());
                    return connection.roundTrips() - before;
                })
                .min()
                .orElseThrow();

        assertThat(fewest).isEqualTo(2);
    }
}
