package est.start;

import est.record.DatabaseSettings;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Set;

/** Refuses one role for both jobs: it could undo what protects the audit from the server (T-29, T-30). */
@ApplicationScoped
class DatabaseRoles {
    void check(@Observes StartupEvent start, DatabaseSettings settings) {
        requireTwo(settings);
    }

    static void requireTwo(DatabaseSettings settings) {
        if (settings.owner().username().equals(settings.username())) {
            throw new ConfigurationException(
                    "est.database.owner.username and est.database.username must be different roles: the server must not own its audit",
                    Set.of("est.database.owner.username"));
        }
    }
}
