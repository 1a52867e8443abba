package est.record;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;

/**
 * Lets one server at a time, over all replicas, do a work. The lock is that of a transaction: it ends with the work, with the
 * connection, and so with the process. Thread-safe.
 */
@ApplicationScoped
class TurnLock {
    private final Vertx vertx;
    private final Pool pool;

    TurnLock(Vertx vertx, Pool pool) {
        this.vertx = vertx;
        this.pool = pool;
    }

    /**
     * Does the work while nobody else does it.
     *
     * @param takeTurn the statement that tries to lock: a row with {@code mine}
     * @param work gets what reads over the connection that holds the lock
     * @return false if it is another's turn and nothing was done. Fails with {@link RecordFailure}, or as the work does
     */
    Uni<Boolean> hold(String takeTurn, Function<TurnReads, Uni<Void>> work) {
        return Uni.createFrom().<Boolean>emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            context.runOnContext(go -> pool.withTransaction(connection -> tryToLock(connection, takeTurn)
                            .chain(mine -> mine
                                    ? TurnReads.over(connection, context)
                                            .chain(work::apply)
                                            .replaceWith(true)
                                    : Uni.createFrom().item(false)))
                    .subscribe()
                    .with(emitter::complete, failure -> emitter.fail(RecordFailure.of(failure))));
        });
    }

    private static Uni<Boolean> tryToLock(SqlConnection connection, String takeTurn) {
        return connection.query(takeTurn).execute().map(rows -> rows.iterator()
                .next()
                .getBoolean("mine"));
    }
}
