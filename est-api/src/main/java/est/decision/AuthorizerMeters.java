package est.decision;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** {@code est_authorizer_requests_total} and {@code est_authorizer_request_duration_seconds}. */
final class AuthorizerMeters {

    private final MeterRegistry registry;
    private final String authorizer;

    AuthorizerMeters(MeterRegistry registry, String authorizer) {
        this.registry = registry;
        this.authorizer = authorizer;
    }

    /** Not asked: too much at once, or away. */
    void spared(String outcome) {
        Counter.builder("est.authorizer.requests")
                .description("Questions to an authorizer by outcome; busy and away were not sent")
                .tags("authorizer", authorizer, "outcome", outcome)
                .register(registry)
                .increment();
    }

    void ended(String outcome, long nanos) {
        spared(outcome);
        Timer.builder("est.authorizer.request.duration")
                .description("Time from asking an authorizer to its answer")
                .tag("authorizer", authorizer)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }
}
