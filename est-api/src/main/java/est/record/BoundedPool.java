package est.record;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the wait for a connection, in time and in number (T-23), and the silence on one: a database that hangs sheds load
 * instead of hoarding it, and connections that died without a word are replaced.
 */
@Singleton
class BoundedPool implements PgPoolCreator {
    private static final int WAIT_SECONDS = 5;
    private static final int WAITING = 2_000;
    /** Longer than the statement timeout: whoever is silent for so long is gone. */
    private static final int SILENCE_SECONDS = 30;
    /** Characters. A longer one is prepared again at each use, which costs a round trip; the driver's own limit is 2,048. */
    static final int LONGEST_STATEMENT = 16_384;

    @Override
    public Pool create(Input input) {
        PoolOptions options = new PoolOptions(input.poolOptions())
                .setConnectionTimeout(WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setMaxWaitQueueSize(WAITING);
        List<SqlConnectOptions> databases =
                input.pgConnectOptionsList().stream().map(BoundedPool::bounded).toList();
        return PgBuilder.pool()
                .with(options)
                .connectingTo(databases)
                .using(input.vertx())
                .build();
    }

    private static SqlConnectOptions bounded(PgConnectOptions given) {
        PgConnectOptions options = new PgConnectOptions(given);
        options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
        options.setIdleTimeout(SILENCE_SECONDS).setIdleTimeoutUnit(TimeUnit.SECONDS);
        return options;
    }
}
