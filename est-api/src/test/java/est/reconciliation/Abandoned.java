package est.reconciliation;

import est.issuance.CertificationAuthorities;
import est.issuance.Signing;
import est.pki.CertificateContent;
import est.pki.CertificateContent.KeyUsage;
import est.protocol.CertificationRequests;
import est.record.EnrollmentRecords;
import est.record.GrantText;
import est.record.Intent;
import est.record.Opening;
import est.record.Opening.Opened;
import est.record.RegistryRule;
import est.record.RepeatRule;
import est.record.TestSql;
import est.record.Turn;
import est.record.Unfinished;
import est.record.UnfinishedRecords;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.x500.X500Principal;

/** Enrollments whose process has gone, as the reconciler finds them: with a real CA behind them, without a door before. */
@ApplicationScoped
public class Abandoned {
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final EnrollmentRecords records;
    private final UnfinishedRecords unfinished;
    private final CertificationAuthorities authorities;
    private final TestSql sql;

    Abandoned(
            EnrollmentRecords records,
            UnfinishedRecords unfinished,
            CertificationAuthorities authorities,
            TestSql sql) {
        this.records = records;
        this.unfinished = unfinished;
        this.authorities = authorities;
        this.sql = sql;
    }

    public static <T> T await(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    /** One device's request at a CA; each attempt has a serial of its own. */
    public record Device(String ca, CertificationRequests request, byte[] replayKey) {

        public static Device at(String ca) {
            byte[] key = new byte[32];
            RANDOM.nextBytes(key);
            return new Device(ca, CertificationRequests.ec("CN=abandoned"), key);
        }

        public Attempt attempt() {
            Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            return new Attempt(
                    this,
                    UUID.randomUUID(),
                    new BigInteger(127, RANDOM).setBit(126),
                    new CertificateContent(
                            new X500Principal("CN=abandoned"),
                            List.of(),
                            Set.of(KeyUsage.DIGITAL_SIGNATURE),
                            List.of("1.3.6.1.5.5.7.3.2"),
                            List.of(),
                            now.minusSeconds(300),
                            now.plus(Duration.ofDays(1))));
        }
    }

    /** One attempt to enroll. */
    public record Attempt(Device device, UUID id, BigInteger serial, CertificateContent granted) {

        Intent intent() {
            return new Intent(
                    id,
                    "memory",
                    "simpleenroll",
                    "device",
                    "device",
                    device.ca(),
                    sha256(device.request().keyPair().getPublic().getEncoded()),
                    device.request().der(),
                    GrantText.of(granted),
                    serial,
                    Instant.now(),
                    granted.notBefore(),
                    granted.notAfter(),
                    new RepeatRule(
                            device.replayKey(),
                            Duration.ofHours(24),
                            device.replayKey(),
                            RepeatRule.Duplicates.ALLOWED),
                    device.replayKey(),
                    false,
                    Optional.empty(),
                    Optional.empty(),
                    "reference",
                    "192.0.2.1",
                    RegistryRule.NONE);
        }

        Signing signing() {
            return new Signing(
                    id,
                    device.ca(),
                    "device",
                    device.request().der(),
                    device.request().keyPair().getPublic(),
                    granted,
                    serial,
                    Optional.empty());
        }
    }

    public Opening open(Attempt attempt) {
        return await(records.open(attempt.intent()));
    }

    /** Opened, and the lease has passed. */
    public Opened opened(Attempt attempt) {
        Opened opened = (Opened) open(attempt);
        letLeasePass(opened.id());
        return opened;
    }

    /** The CA signs, or what it does instead, and nobody records it. */
    public void ask(Attempt attempt) {
        await(authorities.issue(attempt.signing()).replaceWith(true).onFailure().recoverWithItem(false));
    }

    public X509Certificate signed(Attempt attempt) {
        return await(authorities.issue(attempt.signing()));
    }

    public void letLeasePass(UUID id) {
        change("lease_until = now() - interval '1 second', look_after = null", id);
    }

    /** Old enough for its CA to be believed. */
    public void age(UUID id) {
        change("created_at = created_at - interval '10 minutes', look_after = null", id);
    }

    private void change(String how, UUID id) {
        execute("update est.enrollment set " + how + " where id = '" + id + "'");
    }

    /** What other tests left behind waits. */
    public void alone() {
        execute("update est.enrollment set look_after = now() + interval '1 hour'"
                + " where state in ('INTENT', 'UNKNOWN')");
    }

    private void execute(String statement) {
        try {
            sql.asApplication(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a reconciler reads it that is about to decide. */
    Optional<Unfinished> read(UUID id) {
        AtomicReference<Optional<Unfinished>> read = new AtomicReference<>(Optional.empty());
        for (int look = 0; look < 100; look++) {
            if (await(unfinished.inTurn(
                    (Turn turn) -> turn.read(id).invoke(read::set).replaceWithVoid()))) {
                return read.get();
            }
        }
        throw new IllegalStateException("never our turn");
    }

    public String state(UUID id) {
        return sql.ask("select state from est.enrollment where id = '" + id + "'");
    }

    public String reason(UUID id) {
        return sql.ask("select reason from est.enrollment where id = '" + id + "'");
    }

    public String events(UUID id) {
        return sql.ask("select string_agg(event || coalesce(' ' || reason, ''), '; ' order by id) from est.audit_event"
                + " where enrollment = '" + id + "'");
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
