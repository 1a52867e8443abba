package est.reconciliation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What operators see of the reconciler. Thread-safe. */
final class ReconcilerMetrics {

    private final Map<Settled, Counter> settled = new EnumMap<>(Settled.class);
    private final Map<String, AtomicLong> unfinished = new TreeMap<>();

    ReconcilerMetrics(MeterRegistry meters) {
        for (Settled outcome : Settled.values()) {
            settled.put(
                    outcome,
                    Counter.builder("est.reconciled")
                            .description("Looks at enrollments with unknown outcome, by what became of them")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        for (String state : List.of("INTENT", "UNKNOWN")) {
            AtomicLong rows = new AtomicLong();
            unfinished.put(state, rows);
            Gauge.builder("est.enrollments.unfinished", rows, AtomicLong::get)
                    .description(
                            "Enrollments whose outcome is not recorded and whose lease has passed, in all replicas")
                    .tag("state", state)
                    .register(meters);
        }
    }

    void settled(Settled outcome) {
        Objects.requireNonNull(settled.get(outcome)).increment();
    }

    /** As counted now; a state that is not there has none. */
    void unfinished(Map<String, Long> counted) {
        unfinished.forEach((state, rows) -> rows.set(counted.getOrDefault(state, 0L)));
    }
}
