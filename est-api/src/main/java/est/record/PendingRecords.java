package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Requests that wait for a person. They are found again by their replay key, never by their octets (EST-PEND-04), and by every
 * replica. Thread-safe; every method fails with {@link RecordFailure}.
 */
@ApplicationScoped
public class PendingRecords {
    private final Pool pool;
    private final DatabaseCalls calls;

    PendingRecords(Pool pool, DatabaseCalls calls) {
        this.pool = pool;
        this.calls = calls;
    }

    /**
     * How this request stands; one that nobody has seen begins to wait, if there is room, with its audit event.
     *
     * @param intent what would be committed if it were approved
     * @param consent what has to be approved; an open request of other content lapses
     * @param occasion why a person is asked
     */
    public Uni<Standing> ask(Intent intent, Consent consent, Occasion occasion, PendingLimits limits) {
        return calls.run(() -> pool.withConnection(connection -> standing(connection, intent, consent))
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known.get())
                        : pool.withTransaction(connection -> begin(connection, intent, consent, occasion, limits))));
    }

    private static Uni<Optional<Standing>> standing(SqlConnection connection, Intent intent, Consent consent) {
        return query(
                        connection,
                        PendingStatements.STANDING,
                        new Arguments().add(intent.replayKey()).add(consent.content()))
                .map(rows -> stream(rows).findFirst().map(row -> Standing.valueOf(row.getString("state"))));
    }

    private static Uni<Standing> begin(
            SqlConnection connection, Intent intent, Consent consent, Occasion occasion, PendingLimits limits) {
        return query(connection, PendingStatements.LOCK, new Arguments().add(intent.label()))
                .chain(() -> standing(connection, intent, consent))
                .chain(known -> known.isPresent()
                        ? Uni.createFrom().item(known.get())
                        : makeRoom(connection, intent, consent)
                                .chain(() -> insert(connection, intent, consent, occasion, limits)));
    }

    private static Uni<RowSet<Row>> makeRoom(SqlConnection connection, Intent intent, Consent consent) {
        return query(
                connection,
                PendingStatements.MAKE_ROOM,
                new Arguments().add(intent.replayKey()).add(consent.content()).addOrNull(intent.credential()));
    }

    private static Uni<Standing> insert(
            SqlConnection connection, Intent intent, Consent consent, Occasion occasion, PendingLimits limits) {
        int lifetime = Math.toIntExact(limits.lifetime().toSeconds());
        Arguments arguments = new Arguments()
                .add(UUID.randomUUID())
                .add(intent.replayKey())
                .add(consent.content())
                .add(occasion.name())
                .add(intent.label())
                .add(intent.operation())
                .add(intent.identity())
                .add(intent.profile())
                .add(intent.ca())
                .add(intent.spkiSha256())
                .add(intent.request())
                .add(intent.grant())
                .addOrNull(intent.credential())
                .add(lifetime)
                .add((double) lifetime)
                .add(intent.requestReference())
                .add(intent.address())
                .add((long) limits.perIdentity())
                .add((long) limits.perLabel())
                .addOrNull(intent.registry().registers())
                .add(occasion.remark());
        return query(connection, PendingStatements.INSERT, arguments)
                .map(rows -> inserted(rows.iterator().next()));
    }

    private static Standing inserted(Row row) {
        if (row.getBoolean("inserted")) {
            return Standing.WAITING;
        }
        if (!row.getBoolean("of_identity")) {
            return Standing.TOO_MANY_OF_IDENTITY;
        }
        // under the label's lock nobody else can have inserted this replay key
        return row.getBoolean("of_label") ? Standing.SECRET_HELD : Standing.TOO_MANY_OF_LABEL;
    }

    /** Has the repeat get its certificate; with the audit event, all or nothing. Of several decisions at once one counts. */
    public Uni<Decided> approve(UUID id, String actor) {
        return decide(id, PendingRequest.State.APPROVED, "", actor);
    }

    /**
     * Has the repeat refused. As {@link #approve}.
     *
     * @param reason for operators, never shown to clients; cut at 256 characters
     */
    public Uni<Decided> reject(UUID id, String reason, String actor) {
        return decide(id, PendingRequest.State.REJECTED, reason, actor);
    }

    private Uni<Decided> decide(UUID id, PendingRequest.State state, String reason, String actor) {
        Tuple arguments =
                new Arguments().add(id).add(state.name()).add(actor).add(reason).tuple();
        return calls.statement(PendingStatements.DECIDE, arguments).map(rows -> {
            Row row = rows.iterator().next();
            if (row.getBoolean("done")) {
                return Decided.DONE;
            }
            return row.getBoolean("known") ? Decided.TOO_LATE : Decided.UNKNOWN;
        });
    }

    /** The request of that id, in any state. */
    public Uni<Optional<PendingRequest>> find(UUID id) {
        return calls.statement(PendingStatements.FIND, new Arguments().add(id).tuple())
                .map(rows -> stream(rows).findFirst().map(PendingRow::read));
    }

    /**
     * Requests that wait, oldest first.
     *
     * @param label of one label only
     * @param after those behind this one only
     */
    public Uni<List<PendingRequest>> waiting(Optional<String> label, Optional<UUID> after, int atMost) {
        Tuple arguments =
                new Arguments().addOrNull(label).addOrNull(after).add(atMost).tuple();
        return calls.statement(PendingStatements.LIST, arguments)
                .map(rows -> stream(rows).map(PendingRow::read).toList());
    }

    /** How many wait, by label; labels without any are left out. */
    public Uni<Map<String, Long>> count() {
        return calls.statement(PendingStatements.COUNT, Tuple.tuple()).map(rows -> {
            Map<String, Long> counts = new HashMap<>();
            stream(rows).forEach(row -> counts.put(row.getString("label"), row.getLong("waiting")));
            return counts;
        });
    }

    /** Ends what is over its time and deletes what ended so 30 days ago, some thousand rows at most. On any replica, at any time. */
    public Uni<Void> age() {
        return calls.statement(PendingStatements.LAPSE, Tuple.tuple())
                .chain(() -> calls.statement(PendingStatements.FORGET, Tuple.tuple()))
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> query(SqlConnection connection, String sql, Arguments arguments) {
        return connection.preparedQuery(sql).execute(arguments.tuple());
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
