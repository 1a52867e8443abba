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
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a connection does that is cut, and how often it is used. */
@QuarkusTest
@WithTestResource(SwitchedDatabase.class)
class CutConnectionTest extends RecordTest {
    /** In the intent's grant and in the certificate's subject. */
    private static final String SUBJECT = "CN=device";

    private SwitchedConnection connection;

    @Inject
    Vertx vertx;

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
    void F_5_I_3_cut_after_a_group_of_certificates_is_committed_each_retry_gets_its_own() throws Exception {
        List<byte[]> keys = Stream.generate(Enrollments::newKey).limit(10).toList();
        List<BigInteger> serials =
                Stream.generate(Enrollments::newSerial).limit(10).toList();
        List<Opened> opened = each(n -> opened(Enrollments.intent(keys.get(n), serials.get(n), Optional.empty())));
        List<X509Certificate> certificates = each(n -> Enrollments.certificate(serials.get(n)));
        connection.cutNext(SUBJECT, Cut.AFTER);

        assertThat(OneTurn.on(vertx).run(each(n -> n), n -> enrollments.issued(opened.get(n), certificates.get(n))))
                .hasSize(10)
                .containsOnly(RecordFailure.Kind.UNAVAILABLE);

        assertThat(each(n -> ((Answered) open(Enrollments.intent(keys.get(n)))).certificate()))
                .containsExactlyElementsOf(each(n -> CertificateText.der(certificates.get(n))));
    }

    @Test
    void F_5_cut_before_a_group_of_intents_arrives_each_retry_opens() throws Exception {
        List<byte[]> keys = Stream.generate(Enrollments::newKey).limit(10).toList();
        connection.cutNext(SUBJECT, Cut.BEFORE);

        assertThat(OneTurn.on(vertx).run(keys, key -> enrollments.open(Enrollments.intent(key))))
                .hasSize(10)
                .containsOnly(RecordFailure.Kind.UNAVAILABLE);

        assertThat(keys)
                .allSatisfy(key -> assertThat(open(Enrollments.intent(key))).isInstanceOf(Opened.class));
    }

    @Test
    void F_5_whoever_waits_behind_a_group_that_is_cut_is_not_cut_with_it() throws Exception {
        List<byte[]> moreThanAGroup =
                Stream.generate(Enrollments::newKey).limit(21).toList();
        connection.cutNext(SUBJECT, Cut.AFTER);

        List<Object> openings = OneTurn.on(vertx).run(moreThanAGroup, key -> enrollments.open(Enrollments.intent(key)));

        assertThat(openings.subList(0, 16)).containsOnly(RecordFailure.Kind.UNAVAILABLE);
        assertThat(openings.subList(16, 21)).hasOnlyElementsOfType(Opened.class);
    }

    private static <T> List<T> each(IntFunction<T> of) {
        return IntStream.range(0, 10).mapToObj(of).toList();
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
