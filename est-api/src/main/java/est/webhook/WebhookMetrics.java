package est.webhook;

import est.record.WebhookRecords.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

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
    private final Map<String, AtomicLong> waiting = new TreeMap<>();
    private final Map<String, AtomicLong> dead = new TreeMap<>();

    WebhookMetrics(MeterRegistry registry, Collection<String> webhooks) {
        this.registry = registry;
        for (String webhook : webhooks) {
            waiting.put(webhook, gauge("est.webhook.waiting", "Events that will be told, in all replicas", webhook));
            dead.put(webhook, gauge("est.webhook.dead", "Events of the last 30 days that were given up", webhook));
            for (Outcome outcome : Outcome.values()) {
                attempts(webhook, outcome);
            }
        }
    }

    private AtomicLong gauge(String name, String description, String webhook) {
        AtomicLong number = new AtomicLong();
        Gauge.builder(name, number, AtomicLong::get)
                .description(description)
                .tag("webhook", webhook)
                .register(registry);
        return number;
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
        waiting.forEach((webhook, number) ->
                number.set(backlog.getOrDefault(webhook, none).waiting()));
        dead.forEach((webhook, number) ->
                number.set(backlog.getOrDefault(webhook, none).dead()));
    }
}
