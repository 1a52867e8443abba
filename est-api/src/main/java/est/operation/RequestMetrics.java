package est.operation;

import est.door.EstReply;
import est.enrollment.Enrolled;
import est.policy.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * {@code est_requests_total}, {@code est_request_duration_seconds} and {@code est_certificates_issued_total}. Tags are
 * bounded: operations, configured labels, CA names and status codes; never a subject, serial or address.
 */
@ApplicationScoped
class RequestMetrics {

    private static final String NONE = "none";
    private static final Duration[] BUCKETS = IntStream.of(
                    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Answered, Meters> answered = new ConcurrentHashMap<>();
    private final Map<Issuing, Counter> issued = new ConcurrentHashMap<>();

    RequestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Uni<EstReply> measured(Uni<EstReply> answer, EstOperation operation, Label label, long started) {
        return answer.invoke(reply -> count(operation.segment(), label.name(), reply, started));
    }

    /** A request for a path that does not exist. */
    Uni<EstReply> measured(EstReply reply, long started) {
        count(NONE, NONE, reply, started);
        return Uni.createFrom().item(reply);
    }

    void issued(Label label, Enrolled enrolled) {
        if (!enrolled.replayed()) {
            issued.computeIfAbsent(new Issuing(label.name(), label.ca()), this::counter)
                    .increment();
        }
    }

    private void count(String operation, String label, EstReply reply, long started) {
        Meters meters = answered.computeIfAbsent(new Answered(operation, label, reply.status()), this::meters);
        meters.requests().increment();
        meters.duration().record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }

    private Counter counter(Issuing key) {
        return Counter.builder("est.certificates.issued")
                .description("Certificates issued and recorded; repeats of answered requests do not count")
                .tags("label", key.label(), "ca", key.ca())
                .register(registry);
    }

    private Meters meters(Answered key) {
        Tags request = Tags.of("operation", key.operation(), "label", key.label());
        return new Meters(
                Counter.builder("est.requests")
                        .description(
                                "Answered requests by operation, label and status; operation none for unknown paths")
                        .tags(request.and(Tag.of("status", Integer.toString(key.status()))))
                        .register(registry),
                Timer.builder("est.request.duration")
                        .description("Time from the whole request read to its answer made")
                        .tags(request)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry));
    }

    /** To look a meter up in the registry means to sort and hash its tags: too much for each request. */
    private record Answered(String operation, String label, int status) {}

    private record Issuing(String label, String ca) {}

    private record Meters(Counter requests, Timer duration) {}
}
