package est.approval;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Map;

/** What operators see of waiting requests. Labels are configured names, so the tags are bounded. */
final class PendingMetrics {
    private final MultiGauge waiting;

    PendingMetrics(MeterRegistry meters) {
        this.waiting = MultiGauge.builder("est.pending")
                .description("Requests that wait for an operator, in all replicas")
                .register(meters);
    }

    /** As counted now. */
    void waiting(Map<String, Long> byLabel) {
        waiting.register(
                byLabel.entrySet().stream()
                        .map(label -> MultiGauge.Row.of(Tags.of("label", label.getKey()), label.getValue()))
                        .toList(),
                true);
    }
}
