package est.record;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
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
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /**
     * A connection that nobody uses is given up well before its silence would end it: the pool never lends what it gives up,
     * but an end by silence could come between lending and use, and cost the borrower its request.
     */
    private static final Duration REST = Duration.ofSeconds(20);
    /** Characters. A longer one is prepared again at each use, which costs a round trip; the driver's own limit is 2,048. */
    static final int LONGEST_STATEMENT = 16_384;

    private final Duration rest;
    private final Duration silence;

    BoundedPool() {
        this(REST, SILENCE);
    }

    /** With other bounds than in production; the pool looks every second for what rests too long. */
    BoundedPool(Duration rest, Duration silence) {
        this.rest = rest;
        this.silence = silence;
    }

    @Override
    public Pool create(Input input) {
        PoolOptions options = new PoolOptions(input.poolOptions())
                .setConnectionTimeout(WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS)
                .setIdleTimeout((int) rest.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxWaitQueueSize(WAITING);
        List<SqlConnectOptions> databases =
                input.pgConnectOptionsList().stream().map(this::bounded).toList();
        return new QuietPool(PgBuilder.pool()
                .with(options)
                .connectingTo(databases)
                .using(input.vertx())
                .build());
    }

    private SqlConnectOptions bounded(PgConnectOptions given) {
        PgConnectOptions options = new PgConnectOptions(given);
        options.setPreparedStatementCacheSqlLimit(LONGEST_STATEMENT);
        options.setIdleTimeout((int) silence.toMillis()).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }
}
