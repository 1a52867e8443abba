package est.record;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How this room calls the database: on an event loop, within a deadline, and to the end. What a caller that leaves has started
 * is finished nevertheless, so that no connection is left inside a transaction. Thread-safe.
 */
@ApplicationScoped
class DatabaseCalls {
    /** Shorter than a request's 30 s, longer than any healthy statement and the wait for a connection. */
    static final Duration LIMIT = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final Pool pool;
    private final Duration limit;

    @Inject
    DatabaseCalls(Vertx vertx, Pool pool) {
        this(vertx, pool, LIMIT);
    }

    DatabaseCalls(Vertx vertx, Pool pool, Duration limit) {
        this.vertx = vertx;
        this.pool = pool;
        this.limit = limit;
    }

    /**
     * Calls when subscribed to and answers on the caller's context.
     *
     * @return fails with {@link RecordFailure} only
     */
    <T> Uni<T> run(Supplier<Uni<T>> call) {
        return Uni.createFrom().deferred(() -> {
            Context context = eventLoop();
            return Uni.createFrom()
                    .<T>emitter(emitter -> start(context, call, emitter))
                    .ifNoItem()
                    .after(limit)
                    .fail()
                    // the timer's thread is not the caller's
                    .onFailure(TimeoutException.class)
                    .recoverWithUni(late -> Uni.createFrom()
                            .<T>failure(new RecordFailure(
                                    RecordFailure.Kind.UNAVAILABLE, "the database did not answer", late))
                            .emitOn(task -> context.runOnContext(go -> task.run())))
                    .onFailure()
                    .transform(RecordFailure::of);
        });
    }

    /** One statement that commits by itself. */
    Uni<RowSet<Row>> statement(String sql, Tuple arguments) {
        // not pool.preparedQuery(): in Vert.x 4.5 that throws on an event loop for whoever has given up waiting
        return run(() ->
                pool.withConnection(connection -> connection.preparedQuery(sql).execute(arguments)));
    }

    private Context eventLoop() {
        Context current = Vertx.currentContext();
        if (current != null && current.isEventLoopContext()) {
            return current;
        }
        return VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
    }

    private static <T> void start(Context context, Supplier<Uni<T>> call, UniEmitter<? super T> emitter) {
        Runnable started =
                () -> Uni.createFrom().deferred(call::get).subscribe().with(emitter::complete, emitter::fail);
        if (Vertx.currentContext() == context && Context.isOnEventLoopThread()) {
            started.run();
        } else {
            context.runOnContext(go -> started.run());
        }
    }
}
