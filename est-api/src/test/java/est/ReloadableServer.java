package est;

import est.quickstart.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A {@link ServerUnderTest} whose labels, profiles, anchors and times of waiting stand in a file, as operators have them. */
public final class ReloadableServer implements QuarkusTestResourceLifecycleManager {

    private static final String RELOADABLE =
            "est\\.(label|profile|trust-anchors|intermediates|revocation|approval)\\..*";

    private @Nullable EmbeddedDatabase database;
    private @Nullable ServerFiles files;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory("est-test");
            database = EmbeddedDatabase.startForTests(directory.resolve("database"));
            Map<String, String> all = new HashMap<>(ServerUnderTest.settings(directory, database));
            Map<String, String> inFile = new TreeMap<>(all);
            inFile.keySet().removeIf(name -> !name.matches(RELOADABLE));
            all.keySet().removeAll(inFile.keySet());
            Path settings = Files.writeString(directory.resolve("labels.properties"), text(inFile));
            all.put("smallrye.config.locations", settings.toUri().toString());
            all.put("est.reload.period", "0.2s");
            files = new ServerFiles(
                    settings,
                    Path.of(inFile.get("est.trust-anchors.manufacturer")),
                    Path.of(all.get("quarkus.tls.shown.key-store.pem.0.cert")),
                    Path.of(all.get("quarkus.tls.shown.key-store.pem.0.key")));
            return all;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static String text(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(files, new TestInjector.MatchesType(ServerFiles.class));
    }

    @Override
    public void stop() {
        if (database != null) {
            database.close();
        }
    }
}
