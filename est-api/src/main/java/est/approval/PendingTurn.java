package est.approval;

import est.policy.Label;
import est.record.PendingRecords;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Ends waiting requests whose time has passed, deletes old ones, and counts. Every replica does, whenever it comes to it: rows
 * that another one has at hand are passed over. Thread-safe.
 */
@ApplicationScoped
public class PendingTurn {
    private static final Logger LOG = Logger.getLogger(PendingTurn.class);

    private static final long SHORTEST_MILLIS = 20_000;
    private static final long SPREAD_MILLIS = 20_000;

    private final PendingRecords records;
    private final PendingMetrics metrics;
    private final Vertx vertx;
    private final SecureRandom random;
    private final Set<String> seen = new TreeSet<>();
    private volatile boolean stopped;

    PendingTurn(PendingRecords records, MeterRegistry meters, Vertx vertx, SecureRandom random) {
        this.records = records;
        this.metrics = new PendingMetrics(meters);
        this.vertx = vertx;
        this.random = random;
    }

    /**
     * From now on, at every half a minute or so.
     *
     * @param labels those where requests wait; each has a gauge from the start
     */
    public void start(Collection<Label> labels) {
        Set<String> waits =
                labels.stream().filter(Label::asksPersons).map(Label::name).collect(Collectors.toSet());
        count(waits.stream().collect(Collectors.toMap(name -> name, name -> 0L)));
        next();
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void next() {
        vertx.setTimer(SHORTEST_MILLIS + random.nextLong(SPREAD_MILLIS), fired -> {
            if (!stopped) {
                pass().subscribe().with(done -> next(), failure -> {
                    LOG.warnf("Waiting requests could not be looked at: %s", failure.getMessage());
                    next();
                });
            }
        });
    }

    /** One turn. Fails with {@link est.record.RecordFailure}. */
    public Uni<Void> pass() {
        return records.age().chain(records::count).invoke(this::count).replaceWithVoid();
    }

    /** A label that had some once goes on with none. */
    private synchronized void count(Map<String, Long> byLabel) {
        seen.addAll(byLabel.keySet());
        Map<String, Long> all = new HashMap<>();
        seen.forEach(label -> all.put(label, byLabel.getOrDefault(label, 0L)));
        metrics.waiting(all);
    }
}
