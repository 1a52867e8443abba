package est.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import est.record.Opening.Opened;
import est.start.Migrations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** A migrated database and the words the record's tests share. */
abstract class RecordTest {
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @Inject
    Migrations migrations;

    @Inject
    EnrollmentRecords enrollments;

    @Inject
    CertificateRecords certificates;

    @Inject
    CredentialRecords credentials;

    @Inject
    TestSql sql;

    @BeforeEach
    void migrate() {
        await(migrations.migrated());
    }

    static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    Opening open(Intent intent) {
        return await(enrollments.open(intent));
    }

    Opened opened(Intent intent) {
        Opening opening = open(intent);
        assertThat(opening).isInstanceOf(Opened.class);
        return (Opened) opening;
    }

    /** Runs the work {@code times} at once; what each came to, failures too. */
    static <T> List<T> atOnce(int times, java.util.function.IntFunction<Uni<T>> work) {
        return await(Uni.join()
                .all(IntStream.range(0, times).mapToObj(work).toList())
                .andFailFast());
    }

    static <T> Stream<T> only(Class<T> type, List<?> of) {
        return of.stream().filter(type::isInstance).map(type::cast);
    }

    X509Certificate issue(byte[] replayKey) {
        return issue(replayKey, Optional.empty());
    }

    X509Certificate issue(byte[] replayKey, Optional<UUID> secret) {
        BigInteger serial = Enrollments.newSerial();
        Opened opened = opened(Enrollments.intent(replayKey, serial, secret));
        X509Certificate certificate = Enrollments.certificate(serial);
        await(enrollments.issued(opened, certificate));
        return certificate;
    }

    UUID newSecret() {
        return await(credentials.createSecret(
                new NewSecret(
                        Enrollments.newKey(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.now().plusSeconds(3600)),
                "test"));
    }

    String state(UUID enrollment) {
        return sql.ask("select state from est.enrollment where id = '" + enrollment + "'");
    }

    String events(UUID enrollment) {
        return sql.ask("select string_agg(event, ' ' order by id) from est.audit_event where enrollment = '"
                + enrollment + "'");
    }

    void letLeasePass(UUID enrollment) throws java.sql.SQLException {
        sql.asApplication(
                "update est.enrollment set lease_until = now() - interval '1 second' where id = '" + enrollment + "'");
        sql.asApplication("update est.credential set reserved_until = now() - interval '1 second' where reserved_by = '"
                + enrollment + "'");
    }

    static RecordFailure.Kind failure(Uni<?> work) {
        Throwable thrown = catchThrowable(() -> await(work));
        assertThat(thrown).isInstanceOf(RecordFailure.class);
        return ((RecordFailure) thrown).kind();
    }
}
