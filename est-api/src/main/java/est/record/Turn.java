package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The turn of one reconciler: what it reads, it reads over the connection that holds the lock, so that it notices when the
 * turn is over. May be used from any thread, one call at a time.
 */
public final class Turn {
    private final SqlConnection connection;
    private final Context context;

    Turn(SqlConnection connection, Context context) {
        this.connection = connection;
        this.context = context;
    }

    /** The enrollments to look at, oldest first, at most so many. */
    public Uni<List<UUID>> due(int atMost) {
        return query(ReconcilingStatements.DUE, new Arguments().add(atMost))
                .map(rows -> stream(rows).map(row -> row.getUUID("id")).toList());
    }

    /** The enrollment as it is now; empty if somebody finished it. */
    public Uni<Optional<Unfinished>> read(UUID id) {
        return query(ReconcilingStatements.READ, new Arguments().add(id))
                .map(rows -> stream(rows).findFirst().map(Unfinished::of));
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    private Uni<RowSet<Row>> query(String sql, Arguments arguments) {
        Tuple tuple = arguments.tuple();
        return Uni.createFrom()
                .<RowSet<Row>>emitter(emitter -> context.runOnContext(go -> connection
                        .preparedQuery(sql)
                        .execute(tuple)
                        .subscribe()
                        .with(emitter::complete, emitter::fail)))
                .onFailure()
                .transform(RecordFailure::of);
    }
}
