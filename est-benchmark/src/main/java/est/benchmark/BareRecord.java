package est.benchmark;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.UUID;

/**
 * The two commits of an enrollment, each an insert or an update of one row by its key, shared by those who come together. Each event
 * loop has a connection of its own for each of them. Thread-safe.
 */
final class BareRecord {

    /** Makes the table, which lies beside those of the server. */
    static final String SCHEMA = "create table if not exists public.floor"
            + " (id uuid primary key, identity text not null, request bytea not null, certificate bytea)";

    private static final String INTEND = "insert into public.floor (id, identity, request)"
            + " select * from unnest($1::uuid[], $2::text[], $3::bytea[])";
    private static final String CONCLUDE = "update public.floor f set certificate = given.certificate"
            + " from unnest($1::uuid[], $2::bytea[]) as given (id, certificate) where f.id = given.id";
    private static final int MOST = 16;

    private final Vertx vertx;
    private final PgConnectOptions options;
    private final ThreadLocal<Loop> loops =
            ThreadLocal.withInitial(() -> new Loop(new Batch(INTEND), new Batch(CONCLUDE)));

    /**
     * A record.
     *
     * @param database of a server of {@code ./start} that runs; has the table
     */
    BareRecord(Vertx vertx, Database database) throws IOException {
        Properties access = database.access();
        this.vertx = vertx;
        this.options = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(Integer.parseInt(access.getProperty("port")))
                .setDatabase(Database.NAME)
                .setUser(Database.SUPERUSER)
                .setPassword(access.getProperty("superuser"))
                .setCachePreparedStatements(true)
                .addProperty("plan_cache_mode", "force_generic_plan");
    }

    /** Completes when the intent is committed. Called on an event loop. */
    Future<Void> intend(UUID id, String identity, byte[] request) {
        return loops.get().intents().join(id, identity, Buffer.buffer(request));
    }

    /** Completes when the certificate is committed. Called on an event loop. */
    Future<Void> conclude(UUID id, byte[] certificate) {
        return loops.get().conclusions().join(id, Buffer.buffer(certificate));
    }

    private record Loop(Batch intents, Batch conclusions) {}

    private record Waiting(Object[] row, Promise<Void> committed) {}

    private final class Batch {
        private final String sql;
        private final Future<PgConnection> connection = PgConnection.connect(vertx, options);
        private final Context home = Vertx.currentContext();
        private final Queue<Waiting> waiting = new ArrayDeque<>();
        private boolean busy;

        Batch(String sql) {
            this.sql = sql;
        }

        Future<Void> join(Object... row) {
            Promise<Void> committed = Promise.promise();
            waiting.add(new Waiting(row, committed));
            if (!busy) {
                busy = true;
                home.runOnContext(go -> send());
            }
            return committed.future();
        }

        private void send() {
            List<Waiting> group = new ArrayList<>();
            while (!waiting.isEmpty() && group.size() < MOST) {
                group.add(waiting.remove());
            }
            connection
                    .flatMap(open -> open.preparedQuery(sql).execute(columns(group)))
                    .onComplete(done -> {
                        busy = !waiting.isEmpty();
                        if (busy) {
                            send();
                        }
                        group.forEach(each -> each.committed().handle(done.mapEmpty()));
                    });
        }

        private Tuple columns(List<Waiting> group) {
            Tuple columns = Tuple.tuple();
            for (int n = 0; n < group.get(0).row().length; n++) {
                columns.addValue(column(group, n));
            }
            return columns;
        }

        private static Object[] column(List<Waiting> group, int n) {
            Object[] values = (Object[]) Array.newInstance(group.get(0).row()[n].getClass(), group.size());
            Arrays.setAll(values, i -> group.get(i).row()[n]);
            return values;
        }
    }
}
