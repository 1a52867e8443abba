package est.record;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What is still to be told to webhooks. Each change is one statement that commits by itself, so that whoever is killed has told at
 * most those again that it was telling. Thread-safe.
 */
@ApplicationScoped
public class WebhookRecords {
    private final TurnLock turns;
    private final DatabaseCalls calls;

    WebhookRecords(TurnLock turns, DatabaseCalls calls) {
        this.turns = turns;
        this.calls = calls;
    }

    /**
     * What a webhook wants to hear.
     *
     * @param webhook its name
     * @param kinds of events
     * @param labels of these labels only; empty for all
     */
    public record Subscription(String webhook, Set<String> kinds, Optional<Set<String>> labels) {}

    /**
     * What a webhook has not heard.
     *
     * @param waiting events that will be told
     * @param dead events that were given up, of the last 30 days
     */
    public record Backlog(long waiting, long dead) {}

    /**
     * Does the work while no other sender of any replica does its own ({@link TurnLock}).
     *
     * @return false if it is another's turn and nothing was done. Fails with {@link RecordFailure}, or as the work does
     */
    public Uni<Boolean> inTurn(Function<WebhookTurn, Uni<Void>> work) {
        return turns.hold(WebhookStatements.TAKE_TURN, reads -> work.apply(new WebhookTurn(reads)));
    }

    /**
     * Looks through the next events of the audit up to the horizon; for a webhook that is new, from the horizon on.
     *
     * @return how many were looked at; fewer than asked for if there are no more. Fails with {@link RecordFailure}
     */
    public Uni<Long> feed(Subscription wish, long horizon, int atMost) {
        Tuple feed = new Arguments()
                .add(wish.webhook())
                .add(horizon)
                .add((Object) wish.kinds().toArray(String[]::new))
                .addOrNull(wish.labels().map(labels -> labels.toArray(String[]::new)))
                .add(atMost)
                .tuple();
        return calls.statement(
                        WebhookStatements.BEGIN,
                        new Arguments().add(wish.webhook()).add(horizon).tuple())
                .chain(begun -> calls.statement(WebhookStatements.FEED, feed))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getLong("looked"));
    }

    /** The event has been told. Fails with {@link RecordFailure}; then it will be told again. */
    public Uni<Void> delivered(String webhook, long event) {
        return calls.statement(
                        WebhookStatements.DELIVERED,
                        new Arguments().add(webhook).add(event).tuple())
                .replaceWithVoid();
    }

    /**
     * The event could not be told.
     *
     * @param why for operators
     * @param firstWait how long until the second attempt; each further one waits twice as long, at last an hour
     * @param giveUpAfter how old an event may become
     * @return whether it is given up. Fails with {@link RecordFailure}
     */
    public Uni<Boolean> failed(String webhook, long event, String why, Duration firstWait, Duration giveUpAfter) {
        Tuple arguments = new Arguments()
                .add(webhook)
                .add(event)
                .add(why)
                .add(firstWait.toMillis() / 1000.0)
                .add(giveUpAfter.toMillis() / 1000.0)
                .tuple();
        return calls.statement(WebhookStatements.FAILED, arguments)
                .map(rows -> rows.size() == 1 && rows.iterator().next().getBoolean("dead"));
    }

    /** What each webhook has not heard; those that have heard everything are left out. Forgets what was given up long ago. */
    public Uni<Map<String, Backlog>> backlog() {
        return calls.statement(WebhookStatements.COUNT, Tuple.tuple()).map(rows -> {
            Map<String, Backlog> all = new HashMap<>();
            for (Row row : rows) {
                all.put(row.getString("webhook"), new Backlog(row.getLong("waiting"), row.getLong("dead")));
            }
            return all;
        });
    }
}
