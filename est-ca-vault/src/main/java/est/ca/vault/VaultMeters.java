package est.ca.vault;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code est_vault_request_duration_seconds}, {@code est_vault_logins_total} and {@code est_vault_token_held}. Tags are
 * bounded: the authority's name, a few operations, a status or outcome.
 */
final class VaultMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final String ca;
    private final AtomicInteger held = new AtomicInteger();
    private final Gauge gauge;

    VaultMeters(MeterRegistry registry, String ca) {
        this.registry = registry;
        this.ca = ca;
        this.gauge = Gauge.builder("est.vault.token.held", held, AtomicInteger::get)
                .description("1 while the authority has a token that has not expired")
                .tag("ca", ca)
                .register(registry);
    }

    void answered(String operation, AsyncResult<VaultAnswer> outcome, long nanos) {
        String status = outcome.succeeded()
                ? Integer.toString(outcome.result().status())
                : outcome.cause() instanceof NoAnswer silence && silence.isSent() ? "no_answer" : "not_sent";
        registry.timer("est.vault.request.duration", "ca", ca, "operation", operation, "status", status)
                .record(Duration.ofNanos(nanos));
    }

    void login(boolean succeeded) {
        registry.counter("est.vault.logins", "ca", ca, "outcome", succeeded ? "ok" : "failed")
                .increment();
    }

    void held(boolean token) {
        held.set(token ? 1 : 0);
    }

    @Override
    public void close() {
        registry.remove(gauge);
    }
}
