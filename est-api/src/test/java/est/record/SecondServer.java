package est.record;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;

/** What another server process has of the record: connections of its own to the same database, and nothing in memory. */
public final class SecondServer implements AutoCloseable {

    private final Vertx vertx;
    private final Pool pool;

    /**
     * Connects when it is first used.
     *
     * @param port where the database answers for this server
     */
    public SecondServer(Vertx vertx, DatabaseSettings settings, int port) {
        this.vertx = vertx;
        PgConnectOptions options = PgConnectOptions.fromUri(settings.url())
                .setPort(port)
                .setUser(settings.username())
                .setPassword(settings.password().reveal());
        this.pool = Pool.newInstance(PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(5).setConnectionTimeout(2))
                .connectingTo(options)
                .using(vertx)
                .build());
    }

    /** Its webhooks. */
    public WebhookRecords webhooks() {
        return new WebhookRecords(new TurnLock(vertx, pool), new DatabaseCalls(vertx, pool));
    }

    @Override
    public void close() {
        pool.closeAndAwait();
    }
}
