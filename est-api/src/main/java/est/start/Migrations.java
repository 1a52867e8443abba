package est.start;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.jboss.logging.Logger;

/**
 * Brings the database's schema up to this server's version, as the owner role, on a worker thread. Replicas that start together
 * wait for each other on Flyway's own lock. Thread-safe.
 */
@ApplicationScoped
public class Migrations {
    private static final Logger LOG = Logger.getLogger(Migrations.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);

    private final Flyway flyway;
    private volatile boolean done;
    private final Uni<Void> migrated;

    Migrations(Flyway flyway) {
        this.flyway = flyway;
        this.migrated = once().onFailure()
                .invoke(failure -> LOG.warnf("database not migrated yet, trying again: %s", reason(failure)))
                .onFailure()
                .retry()
                .withBackOff(AGAIN_AFTER, AGAIN_AFTER)
                .indefinitely()
                .memoize()
                .indefinitely();
    }

    /** Completes when the schema is there; until then tries every two seconds. The same run for all who ask. Never fails. */
    public Uni<Void> migrated() {
        return migrated;
    }

    /** Tries once; fails with what Flyway says, for the operator. */
    public Uni<Void> once() {
        return Uni.createFrom()
                .item(() -> {
                    flyway.migrate();
                    done = true;
                    return null;
                })
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .replaceWithVoid();
    }

    /** Whether the schema is known to be there. */
    public boolean done() {
        return done;
    }

    /** Why it failed: the first line of the innermost message, since Flyway's own have many. */
    public static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null
                ? innermost.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElse("");
    }
}
