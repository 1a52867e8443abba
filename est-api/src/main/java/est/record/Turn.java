package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * The turn of one reconciler: what it reads, it reads over the connection that holds the lock, so that it notices when the
 * turn is over. May be used from any thread, one call at a time.
 */
public final class Turn {
    private final TurnReads reads;

    Turn(TurnReads reads) {
        this.reads = reads;
    }

    /** The enrollments to look at, oldest first, at most so many. */
    public Uni<List<UUID>> due(int atMost) {
        return reads.query(
                        ReconcilingStatements.DUE, new Arguments().add(atMost).tuple())
                .map(rows -> stream(rows).map(row -> row.getUUID("id")).toList());
    }

    /** The enrollment as it is now; empty if somebody finished it. */
    public Uni<Optional<Unfinished>> read(UUID id) {
        return reads.query(ReconcilingStatements.READ, new Arguments().add(id).tuple())
                .map(rows -> stream(rows).findFirst().map(Unfinished::of));
    }

    private static java.util.stream.Stream<Row> stream(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
