package est.webhook;

import est.record.WebhookRecords.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** {@code est_webhook_deliveries_total}, {@code est_webhook_waiting} and {@code est_webhook_dead}, each by webhook. */
final class WebhookMetrics {

    /** What became of one attempt. */
    enum Outcome {
        DELIVERED("delivered"),
        FAILED("failed"),
        DEAD("dead");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }
    }

    private final MeterRegistry registry;
    private final MultiGauge waiting;
    private final MultiGauge dead;
    private volatile List<Watched> watched = List.of();

    WebhookMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.waiting = MultiGauge.builder("est.webhook.waiting")
                .description("Events that will be told, in all replicas")
                .register(registry);
        this.dead = MultiGauge.builder("est.webhook.dead")
                .description("Events of the last 30 days that were given up")
                .register(registry);
    }

    /** One webhook in force and its numbers. */
    private record Watched(String webhook, AtomicLong waiting, AtomicLong dead) {}

    /** These and no others have numbers, from now on. */
    void watch(Collection<String> webhooks) {
        watched = webhooks.stream()
                .map(name -> new Watched(name, new AtomicLong(), new AtomicLong()))
                .toList();
        show(waiting, Watched::waiting);
        show(dead, Watched::dead);
        for (String webhook : webhooks) {
            for (Outcome outcome : Outcome.values()) {
                attempts(webhook, outcome);
            }
        }
    }

    private void show(MultiGauge gauge, Function<Watched, AtomicLong> number) {
        gauge.register(
                watched.stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("webhook", each.webhook()), number.apply(each)))
                        .toList(),
                true);
    }

    private Counter attempts(String webhook, Outcome outcome) {
        return Counter.builder("est.webhook.deliveries")
                .description("Attempts to tell an event, by outcome")
                .tags("webhook", webhook, "outcome", outcome.word)
                .register(registry);
    }

    void ended(String webhook, Outcome outcome) {
        attempts(webhook, outcome).increment();
    }

    void backlog(Map<String, Backlog> backlog) {
        Backlog none = new Backlog(0, 0);
        for (Watched each : watched) {
            Backlog of = backlog.getOrDefault(each.webhook(), none);
            each.waiting().set(of.waiting());
            each.dead().set(of.dead());
        }
    }
}
