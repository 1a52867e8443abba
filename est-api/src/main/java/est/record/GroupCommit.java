package est.record;

import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.pgclient.PgException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One statement for many callers: whoever asks for it while an earlier group is on its way shares the next round trip and the next
 * commit, and whoever finds none on its way goes at once. A group is one statement and one transaction: nobody is answered before
 * all are committed. What one of them is refused for concerns nobody else: then nothing was done, and each goes alone. Thread-safe;
 * each event loop has groups of its own, one after the other.
 *
 * @param <M> in the order in which a group locks, so that two groups never wait for each other; whoever locks more goes
 *     {@linkplain #alone alone}
 */
final class GroupCommit<M extends GroupCommit.Member<M> & Comparable<M>> {
    /** Members of a group: one processor of PostgreSQL's does them all. */
    private static final int MOST = 16;
    /** Milliseconds after which a group that is not back, since one in it waits for a lock, no longer holds up the next. */
    private static final long PATIENCE = 50;
    /** Classes of SQLSTATE that tell of the database itself: connection, read-only, resources, operator, system. */
    private static final Set<String> OF_THE_DATABASE = Set.of("08", "25", "53", "57", "58");

    private final Pool pool;
    private final GroupStatement statement;
    private final ThreadLocal<Gate> gates = ThreadLocal.withInitial(Gate::new);

    /**
     * Groups for one statement.
     *
     * @param statement returns one row, with its {@code id}, for each member it did something for
     */
    GroupCommit(Pool pool, GroupStatement statement) {
        this.pool = pool;
        this.statement = statement;
    }

    /**
     * On the caller's event loop, and answered in its context.
     *
     * @return the row that the statement returns for this one, if any, once committed. Fails as the statement alone would
     */
    Uni<Optional<Row>> together(M member) {
        return Uni.createFrom().emitter(emitter -> gates.get()
                .join(new Waiting<>(member, member.arguments(), Vertx.currentContext(), emitter)));
    }

    /** Without a group: for what locks more than its group's order tells. Fails as the statement does. */
    Uni<Optional<Row>> alone(M member) {
        return alone(member.arguments());
    }

    private Uni<Optional<Row>> alone(Arguments arguments) {
        return pool.withConnection(connection -> statement.execute(connection, List.of(arguments)))
                .map(rows -> rows.stream().findFirst());
    }

    /** One given row of the statement. */
    interface Member<M> {
        /** Tells it from all others. */
        UUID id();

        Arguments arguments();

        /** Whether what the statement does for the other one matters to this one: then they are of different groups. */
        boolean heeds(M other);
    }

    private record Waiting<M>(
            M member, Arguments arguments, Context context, UniEmitter<? super Optional<Row>> emitter) {

        void answer(Optional<Row> row) {
            context.runOnContext(go -> emitter.complete(row));
        }

        void fail(Throwable failure) {
            context.runOnContext(go -> emitter.fail(failure));
        }
    }

    /** Where those of one event loop wait for the group before them. */
    private final class Gate {
        private final Context home = VertxContext.getRootContext(Vertx.currentContext());
        private final Queue<Waiting<M>> waiting = new ArrayDeque<>();
        private boolean closed;

        void join(Waiting<M> next) {
            waiting.add(next);
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

        private List<Waiting<M>> nextGroup() {
            List<Waiting<M>> group = new ArrayList<>();
            while (!waiting.isEmpty()
                    && group.size() < MOST
                    && fits(waiting.element().member(), group)) {
                group.add(waiting.remove());
            }
            group.sort(Comparator.comparing(Waiting::member));
            return group;
        }

        private boolean fits(M next, List<Waiting<M>> group) {
            return group.stream().map(Waiting::member).noneMatch(next::heeds);
        }
    }

    /** Completes when all are answered; never fails. */
    private Uni<Void> send(List<Waiting<M>> group) {
        if (group.size() == 1) {
            return alone(group.get(0));
        }
        List<Arguments> rows = group.stream().map(Waiting::arguments).toList();
        return pool.withConnection(connection -> statement.execute(connection, rows))
                .invoke(done -> answer(group, done))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> isOfOne(failure) ? oneByOne(group) : fail(group, failure));
    }

    private Uni<Void> alone(Waiting<M> next) {
        return alone(next.arguments())
                .invoke(next::answer)
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> fail(List.of(next), failure));
    }

    private Uni<Void> oneByOne(List<Waiting<M>> group) {
        return Uni.join()
                .all(group.stream().map(this::alone).toList())
                .andFailFast()
                .replaceWithVoid();
    }

    private static <M extends Member<M>> void answer(List<Waiting<M>> group, RowSet<Row> rows) {
        Map<UUID, Row> done = rows.stream().collect(Collectors.toMap(row -> row.getUUID("id"), Function.identity()));
        group.forEach(
                next -> next.answer(Optional.ofNullable(done.get(next.member().id()))));
    }

    private static <M> Uni<Void> fail(List<Waiting<M>> group, Throwable failure) {
        group.forEach(next -> next.fail(failure));
        return Uni.createFrom().voidItem();
    }

    private static boolean isOfOne(Throwable failure) {
        return failure instanceof PgException refusal
                && !OF_THE_DATABASE.contains(refusal.getSqlState().substring(0, 2));
    }
}
