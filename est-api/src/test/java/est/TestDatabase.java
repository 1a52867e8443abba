package est;

import est.quickstart.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fresh PostgreSQL for one run of the application, and what the application is told about it. */
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedDatabase database;

    @Override
    public Map<String, String> start() {
        EmbeddedDatabase started = EmbeddedDatabase.startForTests(Path.of("target", "test-database"));
        database = started;
        return Map.of(
                "est.database.url", started.url(),
                "est.database.username", started.applicationName(),
                "est.database.password", started.applicationPassword(),
                "est.database.owner.username", started.ownerName(),
                "est.database.owner.password", started.ownerPassword(),
                "quarkus.management.test-port", "0");
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
