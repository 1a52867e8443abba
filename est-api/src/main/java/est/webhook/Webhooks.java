package est.webhook;

import est.record.AuditedEvent;
import est.record.WebhookRecords;
import est.record.WebhookTurn;
import est.webhook.WebhookEdition.Delivery;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks from time to time what is to be told, and tells it; one server at a time over all replicas. Thread-safe. */
@ApplicationScoped
public class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);
    private static final int EVENTS_PER_LOOK = 1_000;
    private static final int LOOKS_PER_PASS = 10;

    /** Nothing is begun after this in one pass, so that the turn ends before its connection counts as dead. */
    private static final Duration NONE_BEGUN_AFTER = Duration.ofSeconds(20);

    /** What a pass that is under way has begun with ends before this. */
    private static final Duration LAST_PASS = Duration.ofMinutes(2);

    private final WebhookSettings settings;
    private final DeliverySettings delivery;
    private final WebhookOpening opening;
    private final WebhookRecords records;
    private final WebhookMetrics metrics;
    private final Vertx vertx;
    private final SecureRandom random;
    private volatile @Nullable WebhookEdition inForce;
    private boolean started;
    private boolean ticking;
    private volatile boolean stopped;

    Webhooks(
            WebhookSettings settings,
            DeliverySettings delivery,
            WebhookOpening opening,
            WebhookRecords records,
            MeterRegistry meters,
            Vertx vertx,
            SecureRandom random) {
        this.settings = settings;
        this.delivery = delivery;
        this.opening = opening;
        this.records = records;
        this.vertx = vertx;
        this.random = random;
        this.metrics = new WebhookMetrics(meters);
    }

    /**
     * Opens all. Reads files, connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public void open() {
        replace(opening.open(settings, delivery));
    }

    /** Puts others in force, from the next look on. A look that is under way ends with those it began with. */
    public synchronized void replace(WebhookEdition next) {
        WebhookEdition former = inForce;
        inForce = next;
        metrics.watch(next.names());
        if (former != null) {
            vertx.setTimer(LAST_PASS.toMillis(), over -> former.close());
        }
        tick();
    }

    /** From now on looks at every period, while there is anybody to tell. */
    public synchronized void start() {
        started = true;
        tick();
    }

    private synchronized void tick() {
        if (started && !ticking && !inForce().tellsNobody()) {
            ticking = true;
            next();
        }
    }

    private WebhookEdition inForce() {
        return Objects.requireNonNull(inForce, "opened before the first look");
    }

    /** What a process that ends has not told, another one tells. */
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void next() {
        long period = inForce().delivery().period().toMillis();
        long quarter = period / 4;
        vertx.setTimer(period - quarter + random.nextLong(2 * quarter), fired -> {
            if (!stopped) {
                pass().subscribe().with(done -> again(), failure -> {
                    LOG.warnf("Webhooks could not be told: %s", failure.getMessage());
                    again();
                });
            }
        });
    }

    private synchronized void again() {
        ticking = false;
        tick();
    }

    /**
     * One pass: looks through what the audit has that is new, and tells what is due.
     *
     * @return false if it was another's turn. Fails with {@link est.record.RecordFailure}
     */
    public Uni<Boolean> pass() {
        WebhookEdition edition = inForce();
        long end = System.nanoTime() + NONE_BEGUN_AFTER.toNanos();
        return records.inTurn(turn -> turn.horizon()
                        .flatMap(horizon ->
                                each(edition, webhook -> horizon.map(upTo -> feed(webhook, upTo, LOOKS_PER_PASS))
                                        .orElse(nothing())))
                        .chain(() -> each(edition, webhook -> tell(turn, edition, webhook, end))))
                .call(had -> records.backlog().invoke(backlog -> metrics.backlog(backlog)));
    }

    private static Uni<Void> each(WebhookEdition edition, Function<Webhook, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(edition.webhooks())
                .onItem()
                .transformToUniAndConcatenate(work::apply)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> feed(Webhook webhook, long horizon, int looks) {
        return records.feed(webhook.wish(), horizon, EVENTS_PER_LOOK)
                .flatMap(looked ->
                        looked < EVENTS_PER_LOOK || looks == 1 ? nothing() : feed(webhook, horizon, looks - 1));
    }

    /** Goes on while something is taken: where nothing is, trying the rest now would be in vain. */
    private Uni<Void> tell(WebhookTurn turn, WebhookEdition edition, Webhook webhook, long end) {
        if (stopped || System.nanoTime() - end > 0) {
            return nothing();
        }
        return turn.due(webhook.name(), WebhookOpening.AT_ONCE)
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(event -> tell(edition.delivery(), webhook, event))
                        .merge(WebhookOpening.AT_ONCE)
                        .collect()
                        .asList())
                .flatMap(taken -> taken.contains(true) ? tell(turn, edition, webhook, end) : nothing());
    }

    private Uni<Boolean> tell(Delivery delivery, Webhook webhook, AuditedEvent event) {
        return webhook.tell(event).flatMap(complaint -> complaint
                .map(why -> failed(delivery, webhook, event, why))
                .orElseGet(() -> records.delivered(webhook.name(), event.id())
                        .invoke(() -> metrics.ended(webhook.name(), WebhookMetrics.Outcome.DELIVERED))
                        .replaceWith(true)));
    }

    private Uni<Boolean> failed(Delivery delivery, Webhook webhook, AuditedEvent event, String why) {
        return records.failed(webhook.name(), event.id(), why, delivery.firstRetry(), delivery.giveUpAfter())
                .invoke(dead -> {
                    metrics.ended(webhook.name(), dead ? WebhookMetrics.Outcome.DEAD : WebhookMetrics.Outcome.FAILED);
                    LOG.logf(
                            dead ? Logger.Level.ERROR : Logger.Level.DEBUG,
                            "Webhook %s: event %s %s: %s",
                            webhook.name(),
                            EventText.id(event),
                            dead ? "is given up" : "is told later",
                            why);
                })
                .replaceWith(false);
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
