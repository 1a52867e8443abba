package est.start;

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
    private final FirstSecret firstSecret;

    Startup(Opening opening, Reload reload, ExpiryWatch expiry, Migrations migrations, FirstSecret firstSecret) {
        this.opening = opening;
        this.reload = reload;
        this.expiry = expiry;
        this.migrations = migrations;
        this.firstSecret = firstSecret;
    }

    /** Completes when the server is up; without a database that is not before there is one. */
    public Uni<Void> serve() {
        return opening.open()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(reload::begin)
                .invoke(expiry::begin)
                .chain(migrations::migrated)
                .chain(firstSecret::leave);
    }
}
