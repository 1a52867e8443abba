package est.identity.revocation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows how old the CRLs of each set of anchors are. Thread-safe. */
final class CrlGauges {

    private final MeterRegistry meters;
    private final Function<RevocationRule, List<RevocationList>> fetched;
    private final Map<String, RevocationRule> rules = new ConcurrentHashMap<>();
    private final Map<String, Gauge> gauges = new HashMap<>();

    /** Gauges over the lists of rules. */
    CrlGauges(MeterRegistry meters, Function<RevocationRule, List<RevocationList>> fetched) {
        this.meters = meters;
        this.fetched = fetched;
    }

    synchronized void show(Collection<RevocationRule> now) {
        rules.keySet().retainAll(now.stream().map(RevocationRule::anchors).toList());
        now.forEach(rule -> rules.put(rule.anchors(), rule));
        now.forEach(rule -> gauges.computeIfAbsent(rule.anchors(), this::gauge));
    }

    synchronized void remove() {
        gauges.values().forEach(meters::remove);
    }

    private Gauge gauge(String anchors) {
        return Gauge.builder("est.revocation.crl.end.timestamp", anchors, this::firstEnd)
                .description("When the first of the CRLs in use ends; NaN while there is none")
                .baseUnit("seconds")
                .tag("anchors", anchors)
                .strongReference(true)
                .register(meters);
    }

    private double firstEnd(String anchors) {
        return Stream.ofNullable(rules.get(anchors))
                .flatMap(rule -> Stream.concat(rule.lists().stream(), fetched.apply(rule).stream()))
                .map(RevocationList::nextUpdate)
                .min(Comparator.naturalOrder())
                .map(Instant::getEpochSecond)
                .map(Long::doubleValue)
                .orElse(Double.NaN);
    }
}
