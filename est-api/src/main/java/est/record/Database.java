package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether the record can be read at all. Thread-safe. */
@ApplicationScoped
public class Database {
    private final Pool pool;
    private final DatabaseCalls calls;

    Database(Pool pool, DatabaseCalls calls) {
        this.pool = pool;
        this.calls = calls;
    }

    /**
     * Reads nothing much from a table the migrations make.
     *
     * @return completes when the database answered; fails with {@link RecordFailure}
     */
    public Uni<Void> look() {
        return calls.run(() -> pool.preparedQuery("select 1 from est.enrollment limit 1")
                .execute()
                .replaceWithVoid());
    }
}
