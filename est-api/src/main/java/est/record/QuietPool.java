package est.record;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Lends connections that do not print to standard error when they end. The client (4.5) does so for each connection that breaks
 * while it is lent and that nobody listens to: a stack trace past the log, for each request of an outage. The borrower hears of
 * it anyway, since what it asked fails. Thread-safe, as the pool is that it lends from.
 *
 * @see <a href="https://vertx.io/docs/4.5.28/apidocs/io/vertx/sqlclient/SqlConnection.html">SqlConnection.exceptionHandler</a>
 */
@SuppressWarnings("deprecation") // Quarkus 3.34 insists on a PgPool
final class QuietPool implements PgPool {
    private static final Logger LOG = Logger.getLogger(QuietPool.class);

    private final Pool lender;

    QuietPool(Pool lender) {
        this.lender = lender;
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return lender.getConnection().map(connection -> connection.exceptionHandler(QuietPool::broken));
    }

    @Override
    public void getConnection(Handler<AsyncResult<SqlConnection>> handler) {
        getConnection().onComplete(handler);
    }

    private static void broken(Throwable end) {
        LOG.debugf(end, "A connection to the database broke while it was used");
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return lender.query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return lender.preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return lender.preparedQuery(sql, options);
    }

    @Override
    @Deprecated
    public PgPool connectHandler(Handler<SqlConnection> handler) {
        lender.connectHandler(handler);
        return this;
    }

    @Override
    @Deprecated
    public PgPool connectionProvider(Function<Context, Future<SqlConnection>> provider) {
        lender.connectionProvider(provider);
        return this;
    }

    @Override
    public int size() {
        return lender.size();
    }

    @Override
    public Future<Void> close() {
        return lender.close();
    }

    @Override
    public void close(Handler<AsyncResult<Void>> handler) {
        lender.close(handler);
    }
}
