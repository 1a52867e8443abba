package est.identity.throttle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** {@code est_throttled_total}: requests that came too often, by what counted them. */
@ApplicationScoped
public class ThrottleMetrics {

    private final Counter address;
    private final Counter account;
    private final Counter identity;

    ThrottleMetrics(MeterRegistry meters) {
        this.address = counter(meters, "address");
        this.account = counter(meters, "account");
        this.identity = counter(meters, "identity");
    }

    private static Counter counter(MeterRegistry meters, String kind) {
        return Counter.builder("est.throttled")
                .description("Requests answered 429 because of wrong passwords, or of too many enrollments")
                .tag("kind", kind)
                .register(meters);
    }

    void address() {
        address.increment();
    }

    void account() {
        account.increment();
    }

    /** An identity enrolled too often. */
    public void identity() {
        identity.increment();
    }
}
