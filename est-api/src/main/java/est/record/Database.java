package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the record can be read at all. Thread-safe. */
@ApplicationScoped
public class Database {
    private final DatabaseCalls calls;

    Database(DatabaseCalls calls) {
        this.calls = calls;
    }

    /**
     * Reads nothing much from a table the migrations make.
     *
     * @return completes when the database answered; fails with {@link RecordFailure}
     */
    public Uni<Void> look() {
        return calls.statement("select 1 from est.enrollment limit 1", Tuple.tuple())
                .replaceWithVoid();
    }
}
