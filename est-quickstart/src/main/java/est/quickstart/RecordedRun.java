package est.quickstart;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One run of the packaged server in a process of its own, on a database and a PKI that are thrown away, from its start over its
 * rehearsal and the enrollments of a made-up fleet to its orderly end.
 */
final class RecordedRun {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LOOK_MILLIS = 50;

    /** Long enough for what is busy to be optimized. */
    private static final Duration BUSY = Duration.ofSeconds(20);

    /** Long enough for every class to be loaded. */
    private static final Duration SEEN = Duration.ofSeconds(2);

    private RecordedRun() {}

    /**
     * Returns after its end.
     *
     * @param server its {@code quarkus-run.jar}; the run works in a directory beside the server's own
     * @param options of Java
     * @param atLength whether rehearsal and fleet are to show which methods are busy, or which classes are needed only
     * @throws CannotStart if it ends before it is ready, or does not end
     */
    static void of(Path server, List<String> options, boolean atLength) throws IOException, InterruptedException {
        Path directory = OwnDirectory.claim(server.resolveSibling("../recording"));
        // an earlier one that was killed may have left its database running: it is stopped with this start
        try (EmbeddedDatabase database = EmbeddedDatabase.start(directory.resolve("database"))) {
            FirstRunPki pki = FirstRunPki.at(directory.resolve("pki"), Set.of());
            Path manufacturer = directory.resolve("manufacturer.pem");
            Fleet fleet = Fleet.make(manufacturer, root(pki));
            Map<String, String> settings = settings(database, pki, manufacturer);
            settings.put("est.rehearsal.warm-up", atLength ? "5s" : "3s");
            int port = Integer.parseInt(settings.get("est.door.port"));
            run(server, options, directory, settings, () -> fleet.enroll(port, atLength ? BUSY : SEEN));
        }
        Directories.delete(directory);
    }

    private static X509Certificate root(FirstRunPki pki) throws IOException {
        try {
            return PemFiles.readCertificates(pki.rootCertificate()).get(0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // written a moment ago
        }
    }

    private static Map<String, String> settings(EmbeddedDatabase database, FirstRunPki pki, Path manufacturer)
            throws IOException {
        Map<String, String> settings = new TreeMap<>(Quickstart.settings(database, pki));
        settings.put("est.door.host", "127.0.0.1");
        settings.put("est.door.port", Integer.toString(DatabaseAccess.freePort()));
        settings.put("quarkus.management.port", Integer.toString(DatabaseAccess.freePort()));
        settings.put("est.trust-anchors.recording", manufacturer.toString());
        settings.put("est.label.default.trust-anchors", "recording");
        return settings;
    }

    private static void run(
            Path server, List<String> options, Path directory, Map<String, String> settings, Runnable onceReady)
            throws IOException, InterruptedException {
        configure(directory, settings);
        Path log = directory.resolve("server.log");
        Process process = start(server, options, directory, log);
        Thread end = new Thread(process::destroyForcibly, "recorded-run-end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            awaitReady(process, settings.get("quarkus.management.port"), log);
            onceReady.run();
            process.destroy();
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CannotStart("the recorded run does not end, see " + log);
            }
        } finally {
            process.destroyForcibly();
            Runtime.getRuntime().removeShutdownHook(end);
        }
    }

    /** In a file that only its owner reads: two of the settings are passwords. */
    private static void configure(Path directory, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = OwnDirectory.claim(directory.resolve("config")).resolve("application.properties");
        try (var out = Files.newOutputStream(file)) {
            properties.store(out, null);
        }
    }

    private static Process start(Path server, List<String> options, Path directory, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-jar");
        command.add(server.toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // the operator's settings are none of its business
        builder.environment().keySet().removeIf(name -> name.startsWith("EST_") || name.startsWith("QUARKUS_"));
        return builder.start();
    }

    private static void awaitReady(Process process, String port, Path log) throws IOException, InterruptedException {
        URI probe = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        long start = System.nanoTime();
        while (!isReady(probe)) {
            if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new CannotStart("the recorded run does not get ready, see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static boolean isReady(URI probe) {
        try {
            HttpURLConnection connection = (HttpURLConnection) probe.toURL().openConnection();
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
