package est.issuance;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * {@code est_ca_requests_total}, {@code est_ca_request_duration_seconds}, {@code est_ca_mismatch_total} and {@code est_ca_up},
 * each by CA.
 */
final class CaMeters {

    private final MeterRegistry registry;
    private final String ca;
    private final Counter mismatches;

    CaMeters(MeterRegistry registry, String ca) {
        this.registry = registry;
        this.ca = ca;
        this.mismatches = Counter.builder("est.ca.mismatch")
                .description("Certificates that differ from what was granted and were not delivered")
                .tag("ca", ca)
                .register(registry);
    }

    /** Tells whether the authority is asked, from now on. */
    void watch(Breaker breaker) {
        Gauge.builder("est.ca.up", breaker, asked -> asked.isOpen() ? 0 : 1)
                .description("0 while the authority is away and only probed")
                .tag("ca", ca)
                .register(registry);
    }

    void issued(long nanos) {
        ended("issued", nanos);
    }

    void failed(IssuanceFailure failure, long nanos) {
        ended(failure.kind().name().toLowerCase(Locale.ROOT), nanos);
        if (failure.kind() == IssuanceFailure.Kind.MISMATCH) {
            mismatches.increment();
        }
    }

    /** Not asked: too much at once, or away. */
    void spared(String reason) {
        count(reason);
    }

    private void ended(String outcome, long nanos) {
        count(outcome);
        Timer.builder("est.ca.request.duration")
                .description("Time from asking an authority to its answer, checked")
                .tag("ca", ca)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private void count(String outcome) {
        Counter.builder("est.ca.requests")
                .description("Requests to an authority by outcome; busy and away were not sent")
                .tags("ca", ca, "outcome", outcome)
                .register(registry)
                .increment();
    }
}
