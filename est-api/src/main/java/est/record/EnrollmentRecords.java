package est.record;

import est.record.ClosingStatements.Issued;
import est.record.Opening.Opened;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The trail of each enrollment: opened before the CA is asked, closed before the client hears of it. Every method is one
 * statement that commits, but for repeats and takeovers; those that come at the same time commit in groups. Thread-safe; a call that
 * has begun is finished even if its subscriber leaves.
 */
@ApplicationScoped
public class EnrollmentRecords {
    private final Pool pool;
    private final DatabaseCalls calls;
    private final GroupCommit<IntentStatement.Given> intents;
    private final GroupCommit<Issued> certificates;

    EnrollmentRecords(Pool pool, DatabaseCalls calls) {
        this.pool = pool;
        this.calls = calls;
        this.intents = new GroupCommit<>(pool, IntentStatement.INSERT);
        this.certificates = new GroupCommit<>(pool, ClosingStatements.ISSUED);
    }

    /**
     * Commits the intent (I-2) with a lease of 60 s and reserves its one-time secret, or says why not. A request whose replay
     * key was answered within its window gets that answer; one that is being worked on has to wait; one whose worker lost its lease
     * is taken over.
     *
     * @return one round trip unless the request is a repeat, or its device is taken one by one. Fails with {@link RecordFailure}: {@code SERIAL_TAKEN} if the CA
     *     has that serial, else {@code UNAVAILABLE}, also if our clock and the database's differed by more than 5 min (I-12)
     */
    public Uni<Opening> open(Intent intent) {
        return open(intent, Optional.empty());
    }

    /**
     * As {@link #open(Intent)}, but only if operators have said what is demanded. That is judged in the statement that inserts,
     * after the replay: {@link Opening.Unapproved} if they have not.
     */
    public Uni<Opening> open(Intent intent, Optional<Consent> consent) {
        return calls.run(() -> attempt(intent, consent, 1));
    }

    /**
     * What {@link #open(Intent, Optional)} would answer, for when its CA is away: nothing is opened and no secret reserved. A
     * replay is audited as always.
     *
     * @return empty if an intent would be opened. Fails as {@code open} does
     */
    public Uni<Optional<Opening>> answerOnly(Intent intent, Optional<Consent> consent) {
        return calls.run(() -> pool.withTransaction(connection -> new Repeat(connection, intent, consent).answer()));
    }

    private Uni<Opening> attempt(Intent intent, Optional<Consent> consent, int attempt) {
        return insert(intent, consent)
                .chain(opened -> opened.isPresent()
                        ? Uni.createFrom().item(opened.get())
                        : settle(intent, consent).chain(opening -> again(opening, intent, consent, attempt)));
    }

    private Uni<Optional<Opening>> insert(Intent intent, Optional<Consent> consent) {
        if (intent.repeats().oneByOne()) {
            return Uni.createFrom().item(Optional.empty());
        }
        IntentStatement.Given given = new IntentStatement.Given(intent, consent);
        // who locks a secret first goes alone, or a group and a repeat could wait for each other
        Uni<Optional<Row>> inserted = intent.credential().isPresent() ? intents.alone(given) : intents.together(given);
        return inserted.map(row -> IntentStatement.opening(intent, row));
    }

    private Uni<Optional<Opening>> settle(Intent intent, Optional<Consent> consent) {
        return pool.withTransaction(connection -> new Repeat(connection, intent, consent).settle());
    }

    private Uni<Opening> again(Optional<Opening> opening, Intent intent, Optional<Consent> consent, int attempt) {
        if (opening.isPresent()) {
            return Uni.createFrom().item(opening.get());
        }
        // another process opened the same request between two looks: it will be found now
        return attempt < 3
                ? attempt(intent, consent, attempt + 1)
                : Uni.createFrom()
                        .failure(new RecordFailure(RecordFailure.Kind.UNAVAILABLE, "too many do the same at once"));
    }

    /**
     * Records the certificate, writes the audit event and spends the one-time secret, all or nothing (I-1, I-9, I-11).
     *
     * @return completes when committed, in one round trip. Fails with {@link RecordFailure}: {@code FENCED} if the enrollment
     *     was taken over or has ended, or its key is another holder's too (T-17), {@code SERIAL_TAKEN} if the issuer already has
     *     that serial, else {@code UNAVAILABLE}; then the certificate must not be delivered
     */
    public Uni<Void> issued(Opened opened, X509Certificate certificate) {
        Issued issued = new Issued(opened.id(), opened.version(), certificate);
        return calls.run(() -> opened.reservesSecret() ? certificates.alone(issued) : certificates.together(issued))
                .map(Optional::isPresent)
                .chain(EnrollmentRecords::fenced);
    }

    /**
     * Records that no certificate is delivered. After {@code REFUSED} and {@code NOT_ISSUED} a repeat starts anew and the
     * one-time secret is free again at once; after {@code UNKNOWN} when the lease has passed.
     *
     * @param reason for operators, in our own words; cut at 256 characters
     * @return completes when committed, in one round trip. Fails with {@link RecordFailure}: {@code FENCED} if the enrollment
     *     was taken over or has ended, else {@code UNAVAILABLE}
     */
    public Uni<Void> notIssued(Opened opened, Outcome outcome, String reason) {
        return calls.statement(ClosingStatements.NOT_ISSUED, ClosingStatements.notIssued(opened, outcome, reason))
                .map(audited -> audited.size() == 1)
                .chain(EnrollmentRecords::fenced);
    }

    /**
     * Does what {@link #open} and {@link #issued} do, in one transaction, and takes it back: nobody ever sees anything of it (I-2).
     * For the rehearsal before the first client comes.
     *
     * @param signing makes the certificate once the intent is there
     * @return completes when all is taken back. Fails with {@link RecordFailure}
     */
    public Uni<Void> rehearse(Intent intent, Function<Opened, Uni<X509Certificate>> signing) {
        return calls.run(() -> pool.withConnection(
                connection -> connection.begin().flatMap(transaction -> played(connection, intent, signing)
                        .onItemOrFailure()
                        .call((done, failure) -> transaction.rollback()))));
    }

    private Uni<Void> played(SqlConnection connection, Intent intent, Function<Opened, Uni<X509Certificate>> signing) {
        return IntentStatement.insert(connection, intent, Optional.empty(), Optional.empty())
                .flatMap(opening -> opening.orElse(null) instanceof Opened opened
                        ? signing.apply(opened)
                                .flatMap(certificate -> ClosingStatements.ISSUED.execute(
                                        connection,
                                        List.of(ClosingStatements.issued(opened.id(), opened.version(), certificate))))
                        : Uni.createFrom().nullItem())
                .replaceWithVoid();
    }

    private static Uni<Void> fenced(boolean done) {
        return done
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .failure(new RecordFailure(
                                RecordFailure.Kind.FENCED,
                                "the enrollment was taken over or has ended, or another holder seeks its key"));
    }
}
