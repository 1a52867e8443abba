package est.record;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.pgclient.PgConnection;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One statement for many callers: whoever asks for it while an earlier group is on its way shares the next round trip and the next
 * commit, and whoever finds none on its way goes at once. A group is one transaction: nobody is answered before all are committed.
 * What one of them is refused for concerns nobody else: then nothing was done, and each goes alone. Thread-safe; each event loop has
 * groups of its own, one after the other.
 *
 * @param <K> names the row that others may wait for. A group takes them in this order, so that two groups never wait for each other;
 *     whoever locks more goes {@linkplain #alone(Tuple) alone}
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">Pipelining: one transaction
 *     up to the next Sync</a>
 */
final class GroupCommit<K extends Comparable<? super K>> {
    /** Members of a group: they are done one after the other. */
    private static final int MOST = 16;
    /** Milliseconds after which a group that is not back, since one in it waits for a lock, no longer holds up the next. */
    private static final long PATIENCE = 50;
    /** Classes of SQLSTATE that tell of the database itself: connection, read-only, resources, operator, system. */
    private static final Set<String> OF_THE_DATABASE = Set.of("08", "25", "53", "57", "58");

    private final Pool pool;
    private final String sql;
    private final Duration limit;
    private final ThreadLocal<Gate> gates = ThreadLocal.withInitial(Gate::new);

    /**
     * Groups for one statement.
     *
     * @param limit what a group may take, from its first statement to its commit: the database ends a statement in time, not a group
     */
    GroupCommit(Pool pool, String sql, Duration limit) {
        this.pool = pool;
        this.sql = sql;
        this.limit = limit;
    }

    /**
     * On the caller's event loop, and answered in its context.
     *
     * @return what the statement returns for these arguments, once committed. Fails as the statement alone would
     */
    Uni<RowSet<Row>> together(K row, Tuple arguments) {
        return Uni.createFrom()
                .emitter(emitter -> gates.get().join(new Member<>(row, arguments, Vertx.currentContext(), emitter)));
    }

    /** Without a group: for what locks more than its group's order tells. Fails as the statement does. */
    Uni<RowSet<Row>> alone(Tuple arguments) {
        return pool.withConnection(connection -> connection.preparedQuery(sql).execute(arguments));
    }

    private record Member<K extends Comparable<? super K>>(
            K row, Tuple arguments, Context context, UniEmitter<? super RowSet<Row>> emitter) {

        void answer(RowSet<Row> rows) {
            context.runOnContext(go -> emitter.complete(rows));
        }

        void fail(Throwable failure) {
            context.runOnContext(go -> emitter.fail(failure));
        }
    }

    /** Where those of one event loop wait for the group before them. */
    private final class Gate {
        private final Context home = VertxContext.getRootContext(Vertx.currentContext());
        private final Queue<Member<K>> waiting = new ArrayDeque<>();
        private boolean closed;

        void join(Member<K> member) {
            waiting.add(member);
            if (!closed) {
                closed = true;
                // whoever comes in the same turn of the event loop goes along
                home.runOnContext(go -> letThrough());
            }
        }

        private void letThrough() {
            long patience = home.owner().setTimer(PATIENCE, late -> open());
            send(nextGroup()).subscribe().with(back -> {
                if (home.owner().cancelTimer(patience)) {
                    // not at once: the pool would lend a connection that has just ended before it gives it up
                    home.runOnContext(go -> open());
                }
            });
        }

        private void open() {
            closed = !waiting.isEmpty();
            if (closed) {
                letThrough();
            }
        }

        private List<Member<K>> nextGroup() {
            return IntStream.range(0, Math.min(MOST, waiting.size()))
                    .mapToObj(next -> waiting.remove())
                    .sorted(Comparator.comparing(Member::row))
                    .toList();
        }
    }

    /** Completes when all are answered; never fails. */
    private Uni<Void> send(List<Member<K>> group) {
        if (group.size() == 1) {
            return alone(group.get(0));
        }
        List<Tuple> arguments = group.stream().map(Member::arguments).toList();
        return pool.withConnection(connection ->
                        inTime(connection, connection.preparedQuery(sql).executeBatch(arguments)))
                .invoke(rows -> answer(group, rows))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> isOfOne(failure) ? oneByOne(group) : fail(group, failure));
    }

    private <T> Uni<T> inTime(SqlConnection connection, Uni<T> work) {
        Vertx vertx = Vertx.currentContext().owner();
        long end = vertx.setTimer(
                limit.toMillis(), late -> PgConnection.cast(connection).cancelRequestAndForget());
        return work.onTermination().invoke(() -> vertx.cancelTimer(end));
    }

    private Uni<Void> alone(Member<K> member) {
        return alone(member.arguments())
                .invoke(member::answer)
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> fail(List.of(member), failure));
    }

    private Uni<Void> oneByOne(List<Member<K>> group) {
        return Uni.join()
                .all(group.stream().map(this::alone).toList())
                .andFailFast()
                .replaceWithVoid();
    }

    private static void answer(List<? extends Member<?>> group, RowSet<Row> ofTheFirst) {
        RowSet<Row> rows = ofTheFirst;
        for (Member<?> member : group) {
            member.answer(rows);
            rows = rows.next();
        }
    }

    private static Uni<Void> fail(List<? extends Member<?>> group, Throwable failure) {
        group.forEach(member -> member.fail(failure));
        return Uni.createFrom().voidItem();
    }

    private static boolean isOfOne(Throwable failure) {
        return failure instanceof PgException refusal
                && !OF_THE_DATABASE.contains(refusal.getSqlState().substring(0, 2));
    }
}
