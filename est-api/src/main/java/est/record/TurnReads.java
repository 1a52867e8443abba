package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

/**
 * Reads of whoever holds a {@link TurnLock}, over the connection that holds it. Each gives back at its end what it locked, since a turn
 * is one transaction and what it decides is decided over other connections: with a table's lock kept meanwhile, somebody who alters
 * the table would wait for the turn and the turn for him, which PostgreSQL cannot see. Used from any thread, one call at a time.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html">locks end with a rollback to a savepoint</a>
 */
final class TurnReads {
    private static final String TURN = "turn";

    private final SqlConnection connection;
    private final Context context;

    private TurnReads(SqlConnection connection, Context context) {
        this.connection = connection;
        this.context = context;
    }

    /**
     * Begins the reads of a turn: what has been locked so far stays locked.
     *
     * @param context which the connection may be used on
     */
    static Uni<TurnReads> over(SqlConnection connection, Context context) {
        return connection.query("savepoint " + TURN).execute().replaceWith(() -> new TurnReads(connection, context));
    }

    /** What the statement finds. Fails with {@link RecordFailure}, also if the turn is over. */
    Uni<RowSet<Row>> query(String sql, Tuple arguments) {
        return Uni.createFrom()
                .<RowSet<Row>>emitter(emitter -> context.runOnContext(
                        go -> read(sql, arguments).subscribe().with(emitter::complete, emitter::fail)))
                .onFailure()
                .transform(RecordFailure::of);
    }

    private Uni<RowSet<Row>> read(String sql, Tuple arguments) {
        return connection.preparedQuery(sql).execute(arguments).call(rows -> connection
                .query("rollback to savepoint " + TURN)
                .execute());
    }
}
