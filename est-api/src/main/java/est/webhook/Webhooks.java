package est.webhook;

import est.outbound.OutboundClients;
import est.record.AuditedEvent;
import est.record.WebhookRecords;
import est.record.WebhookRecords.Subscription;
import est.record.WebhookTurn;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Looks from time to time what is to be told, and tells it; one server at a time over all replicas. Thread-safe. */
@ApplicationScoped
public class Webhooks {

    private static final Logger LOG = Logger.getLogger(Webhooks.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

    private static final int AT_ONCE = 16;
    private static final int EVENTS_PER_LOOK = 1_000;
    private static final int LOOKS_PER_PASS = 10;

    /** Nothing is begun after this in one pass, so that the turn ends before its connection counts as dead. */
    private static final Duration NONE_BEGUN_AFTER = Duration.ofSeconds(20);

    private final WebhookSettings settings;
    private final DeliverySettings delivery;
    private final OutboundClients clients;
    private final WebhookRecords records;
    private final MeterRegistry meters;
    private final Vertx vertx;
    private final SecureRandom random;
    private volatile List<Webhook> webhooks = List.of();
    private volatile WebhookMetrics metrics;
    private volatile boolean stopped;

    Webhooks(
            WebhookSettings settings,
            DeliverySettings delivery,
            OutboundClients clients,
            WebhookRecords records,
            MeterRegistry meters,
            Vertx vertx,
            SecureRandom random) {
        this.settings = settings;
        this.delivery = delivery;
        this.clients = clients;
        this.records = records;
        this.meters = meters;
        this.vertx = vertx;
        this.random = random;
        this.metrics = new WebhookMetrics(meters, List.of());
    }

    /**
     * Opens all. Reads files, connects to nothing.
     *
     * @throws IllegalArgumentException naming the property that is wrong
     */
    public void open() {
        require("period", delivery.period().toMillis() >= 4);
        require("first-retry", delivery.firstRetry().toMillis() >= 1);
        require("give-up-after", delivery.giveUpAfter().toMillis() >= 1);
        webhooks = settings.webhooks().entrySet().stream()
                .map(entry -> open(entry.getKey(), entry.getValue()))
                .toList();
        metrics =
                new WebhookMetrics(meters, webhooks.stream().map(Webhook::name).toList());
    }

    private static void require(String setting, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("est.webhook-delivery." + setting + ": must be longer than nothing");
        }
    }

    private Webhook open(String name, WebhookSettings.Webhook entry) {
        String prefix = "est.webhook." + name;
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(prefix + ": a name consists of lower case letters and digits");
        }
        if (entry.labels().stream().flatMap(labels -> labels.stream()).anyMatch(label -> !NAME.matcher(label)
                .matches())) {
            throw new IllegalArgumentException(prefix + ".labels: a label consists of lower case letters and digits");
        }
        Subscription wish = new Subscription(
                name,
                entry.events().stream()
                        .map(event -> event.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet()),
                entry.labels());
        return new Webhook(wish, clients.open(prefix, entry, AT_ONCE), entry.certificate());
    }

    /** From now on looks at every period, if there is anybody to tell. */
    public void start() {
        if (!webhooks.isEmpty()) {
            next();
        }
    }

    /** What a process that ends has not told, another one tells. */
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void next() {
        long period = delivery.period().toMillis();
        long quarter = period / 4;
        vertx.setTimer(period - quarter + random.nextLong(2 * quarter), fired -> {
            if (!stopped) {
                pass().subscribe().with(done -> next(), failure -> {
                    LOG.warnf("Webhooks could not be told: %s", failure.getMessage());
                    next();
                });
            }
        });
    }

    /**
     * One pass: looks through what the audit has that is new, and tells what is due.
     *
     * @return false if it was another's turn. Fails with {@link est.record.RecordFailure}
     */
    public Uni<Boolean> pass() {
        long end = System.nanoTime() + NONE_BEGUN_AFTER.toNanos();
        return records.inTurn(turn -> turn.horizon()
                        .flatMap(horizon -> each(webhook -> horizon.map(upTo -> feed(webhook, upTo, LOOKS_PER_PASS))
                                .orElse(nothing())))
                        .chain(() -> each(webhook -> tell(turn, webhook, end))))
                .call(had -> records.backlog().invoke(backlog -> metrics.backlog(backlog)));
    }

    private Uni<Void> each(Function<Webhook, Uni<Void>> work) {
        return Multi.createFrom()
                .iterable(webhooks)
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
    private Uni<Void> tell(WebhookTurn turn, Webhook webhook, long end) {
        if (stopped || System.nanoTime() - end > 0) {
            return nothing();
        }
        return turn.due(webhook.name(), AT_ONCE)
                .flatMap(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUni(event -> tell(webhook, event))
                        .merge(AT_ONCE)
                        .collect()
                        .asList())
                .flatMap(taken -> taken.contains(true) ? tell(turn, webhook, end) : nothing());
    }

    private Uni<Boolean> tell(Webhook webhook, AuditedEvent event) {
        return webhook.tell(event).flatMap(complaint -> complaint
                .map(why -> failed(webhook, event, why))
                .orElseGet(() -> records.delivered(webhook.name(), event.id())
                        .invoke(() -> metrics.ended(webhook.name(), WebhookMetrics.Outcome.DELIVERED))
                        .replaceWith(true)));
    }

    private Uni<Boolean> failed(Webhook webhook, AuditedEvent event, String why) {
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
