package est.start;

import est.approval.PendingTurn;
import est.policy.LabelsInForce;
import est.reconciliation.Reconciler;
import est.start.rehearsal.WarmUp;
import est.webhook.Webhooks;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

/** What happens between the start of the process and the first request. */
@ApplicationScoped
public class Startup {
    private final Opening opening;
    private final Reload reload;
    private final ExpiryWatch expiry;
    private final Migrations migrations;
    private final WarmUp warmUp;
    private final FirstSecret firstSecret;
    private final Reconciler reconciler;
    private final PendingTurn pending;
    private final Instance<LabelsInForce> labels;
    private final Webhooks webhooks;

    Startup(
            Opening opening,
            Reload reload,
            ExpiryWatch expiry,
            Migrations migrations,
            WarmUp warmUp,
            FirstSecret firstSecret,
            Reconciler reconciler,
            PendingTurn pending,
            Webhooks webhooks,
            Instance<LabelsInForce> labels) {
        this.opening = opening;
        this.reload = reload;
        this.expiry = expiry;
        this.migrations = migrations;
        this.warmUp = warmUp;
        this.firstSecret = firstSecret;
        this.reconciler = reconciler;
        this.pending = pending;
        this.labels = labels;
        this.webhooks = webhooks;
    }

    /** Completes when the server is up; without a database that is not before there is one. */
    public Uni<Void> serve() {
        return opening.open()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(reload::begin)
                .invoke(expiry::begin)
                .chain(migrations::migrated)
                .invoke(reconciler::start)
                .invoke(() -> pending.start(labels.get().now().all()))
                .invoke(webhooks::start)
                .chain(warmUp::run)
                .chain(firstSecret::leave);
    }
}
