package est;

import est.quickstart.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A database behind a {@link SwitchedConnection}, which is off when the application starts. */
public final class SwitchedDatabase implements QuarkusTestResourceLifecycleManager {
    private @Nullable EmbeddedDatabase database;
    private @Nullable SwitchedConnection connection;

    @Override
    public Map<String, String> start() {
        EmbeddedDatabase started = EmbeddedDatabase.startForTests(Path.of("target", "switched-database"));
        SwitchedConnection relay = new SwitchedConnection(started.port());
        database = started;
        connection = relay;
        return Map.of(
                "est.database.url", "postgresql://127.0.0.1:" + relay.port() + "/est",
                "est.database.username", started.applicationName(),
                "est.database.password", started.applicationPassword(),
                "est.database.owner.username", started.ownerName(),
                "est.database.owner.password", started.ownerPassword(),
                "quarkus.management.test-port", "0");
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(connection, new TestInjector.MatchesType(SwitchedConnection.class));
    }

    @Override
    public void stop() {
        if (connection != null) {
            connection.close();
        }
        if (database != null) {
            database.close();
        }
    }
}
