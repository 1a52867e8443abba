package est.health;

import est.record.Database;
import est.start.Migrations;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the migrations are done and the database answers a light query (I-15). */
@Readiness
@ApplicationScoped
class DatabaseReadiness implements AsyncHealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Migrations migrations;
    private final Database database;

    DatabaseReadiness(Migrations migrations, Database database) {
        this.migrations = migrations;
        this.database = database;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        if (!migrations.done()) {
            return Uni.createFrom().item(answer(false, "not migrated yet"));
        }
        return database.look()
                .map(answered -> answer(true, "answers"))
                .ifNoItem()
                .after(LIMIT)
                .recoverWithItem(() -> answer(false, "does not answer in time"))
                .onFailure()
                .recoverWithItem(failure -> answer(false, "cannot be used"));
    }

    private static HealthCheckResponse answer(boolean up, String state) {
        return HealthCheckResponse.named("database")
                .status(up)
                .withData("state", state)
                .build();
    }
}
