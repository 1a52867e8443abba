package est;

import est.quickstart.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
        try {
            Map<String, String> settings =
                    new HashMap<>(ServerUnderTest.settings(Files.createTempDirectory("est-test"), started));
            settings.put("est.database.url", "postgresql://127.0.0.1:" + relay.port() + "/est");
            settings.put("test.await-database", "false");
            return settings;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
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
