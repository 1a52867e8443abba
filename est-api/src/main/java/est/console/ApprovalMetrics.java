package est.console;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts decisions of this server's console, by label: {@code est_approvals_total}. Those of the command line are in the audit. */
@ApplicationScoped
class ApprovalMetrics {
    private final MeterRegistry meters;

    ApprovalMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void decided(String label, String decision) {
        meters.counter("est.approvals", "label", label, "decision", decision).increment();
    }
}
