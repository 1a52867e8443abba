package est.operation;

import est.door.EstReply;
import est.enrollment.Enrolled;
import est.policy.Label;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;

/**
 * {@code est_requests_total}, {@code est_request_duration_seconds} and {@code est_certificates_issued_total}. Tags are
 * bounded: operations, configured labels, CA names and status codes; never a subject, serial or address.
 */
@ApplicationScoped
class RequestMetrics {

    private static final String NONE = "none";

    private final MeterRegistry registry;

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
            registry.counter("est.certificates.issued", "label", label.name(), "ca", label.ca())
                    .increment();
        }
    }

    private void count(String operation, String label, EstReply reply, long started) {
        Tags request = Tags.of("operation", operation, "label", label);
        registry.counter("est.requests", request.and(Tag.of("status", Integer.toString(reply.status()))))
                .increment();
        registry.timer("est.request.duration", request).record(System.nanoTime() - started, TimeUnit.NANOSECONDS);
    }
}
