package est.reconciliation;

import est.record.Turn;
import est.record.Unfinished;
import est.record.UnfinishedRecords;
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
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Looks from time to time at the enrollments whose outcome is not recorded and whose lease has passed, one server at a time
 * over all replicas. Thread-safe.
 */
@ApplicationScoped
public class Reconciler {

    private static final Logger LOG = Logger.getLogger(Reconciler.class);

    private static final int AT_MOST = 100;
    private static final Duration NONE_BEGUN_AFTER = Duration.ofSeconds(60);

    private final ReconcilerSettings settings;
    private final UnfinishedRecords records;
    private final Settlement settlement;
    private final ReconcilerMetrics metrics;
    private final Vertx vertx;
    private final SecureRandom random;
    private volatile boolean stopped;

    Reconciler(
            ReconcilerSettings settings,
            UnfinishedRecords records,
            Settlement settlement,
            MeterRegistry meters,
            Vertx vertx,
            SecureRandom random) {
        this.settings = settings;
        this.records = records;
        this.settlement = settlement;
        this.metrics = new ReconcilerMetrics(meters);
        this.vertx = vertx;
        this.random = random;
    }

    /**
     * From now on looks at every period.
     *
     * @throws IllegalArgumentException naming the setting that cannot work
     */
    public void start() {
        if (settings.period().toMillis() < 4) {
            throw new IllegalArgumentException("est.reconciler.period: must be longer than nothing");
        }
        next();
    }

    /** A process that ends begins nothing more; what it leaves, another one finds. */
    void stop(@Observes ShutdownEvent event) {
        stop();
    }

    void stop() {
        stopped = true;
    }

    private void next() {
        long period = settings.period().toMillis();
        long quarter = period / 4;
        vertx.setTimer(period - quarter + random.nextLong(2 * quarter), fired -> {
            if (!stopped) {
                pass().subscribe().with(done -> next(), failure -> {
                    LOG.warnf("Enrollments with unknown outcome could not be looked at: %s", failure.getMessage());
                    next();
                });
            }
        });
    }

    /**
     * One pass over what is due, the oldest first; at most 100 enrollments, the others at the next.
     *
     * @return false if it was another's turn. Fails with {@link est.record.RecordFailure}
     */
    public Uni<Boolean> pass() {
        return records.inTurn(turn -> turn.due(AT_MOST).flatMap(due -> settle(turn, due)))
                .call(had -> records.count().invoke(metrics::unfinished));
    }

    private Uni<Void> settle(Turn turn, List<UUID> due) {
        long begin = System.nanoTime();
        return Multi.createFrom()
                .iterable(due)
                .select()
                .first(each -> !stopped && System.nanoTime() - begin < NONE_BEGUN_AFTER.toNanos())
                .onItem()
                .transformToUniAndConcatenate(each -> turn.read(each).flatMap(row -> row.map(this::settle)
                        .orElseGet(() -> Uni.createFrom().voidItem())))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> settle(Unfinished row) {
        return settlement
                .settle(row)
                .invoke(settled -> tell(row, settled))
                .onFailure()
                .invoke(failure -> LOG.warnf(failure, "Enrollment %s could not be settled", row.id()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void tell(Unfinished row, Settled settled) {
        metrics.settled(settled);
        switch (settled) {
            case ISSUED, NOT_ISSUED -> LOG.infof("Enrollment %s is settled: %s", row.id(), settled);
            case ORPHAN ->
                LOG.errorf(
                        "Enrollment %s is settled: CA %s made a certificate that is never delivered",
                        row.id(), row.ca());
            case UNDECIDED -> LOG.warnf("Enrollment %s: it cannot be said whether CA %s signed", row.id(), row.ca());
            case TOO_LATE -> LOG.debugf("Enrollment %s was changed meanwhile", row.id());
        }
    }
}
