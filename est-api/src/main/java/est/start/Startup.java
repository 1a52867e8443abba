package est.start;

import est.reconciliation.Reconciler;
import est.start.rehearsal.WarmUp;
import est.webhook.Webhooks;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;

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
    private final Webhooks webhooks;

    Startup(
            Opening opening,
            Reload reload,
            ExpiryWatch expiry,
            Migrations migrations,
            WarmUp warmUp,
            FirstSecret firstSecret,
            Reconciler reconciler,
            Webhooks webhooks) {
        this.opening = opening;
        this.reload = reload;
        this.expiry = expiry;
        this.migrations = migrations;
        this.warmUp = warmUp;
        this.firstSecret = firstSecret;
        this.reconciler = reconciler;
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
                .invoke(webhooks::start)
                .chain(warmUp::run)
                .chain(firstSecret::leave);
    }
}
