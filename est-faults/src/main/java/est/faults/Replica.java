package est.faults;

import est.quickstart.ClassArchive;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One server: the packaged one in a process of its own, started again and again in a directory of its own, with a relay between
 * it and the database. Used by one thread, but for the getters.
 */
final class Replica implements AutoCloseable {

    private static final int PROBE_MILLIS = 5_000;

    private final String name;
    private final Path directory;
    private final Path log;
    private final List<String> command;
    private final DatabaseRelay relay;
    private final int port;
    private final int managementPort;
    private @Nullable Process process;

    /**
     * Prepares it; it does not run yet.
     *
     * @param root where the packaged server is
     * @param directory of its own, for its settings and temporary files
     * @param log a file to append to
     * @param database the database's port
     * @param settings but for the ports and the database's address
     */
    Replica(Path root, Path directory, Path log, int database, Map<String, String> settings) throws IOException {
        this.name = String.valueOf(directory.getFileName());
        this.directory = directory;
        this.log = log;
        this.relay = new DatabaseRelay(database);
        this.port = freePort();
        this.managementPort = freePort();
        Path temporary = Files.createDirectories(directory.resolve("tmp"));
        this.command = command(server(root), temporary);
        configure(settings);
    }

    /** The packaged server's program. */
    static Path server(Path root) {
        return root.resolve("est-api/target/quarkus-app/quarkus-run.jar");
    }

    private static List<String> command(Path server, Path temporary) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ClassArchive.of(server).arguments());
        command.addAll(List.of(
                // its temporary files go with the directory, and the death watch knows it by it
                "-Djava.io.tmpdir=" + temporary,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                // it lives for seconds only
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                server.toString()));
        return command;
    }

    private void configure(Map<String, String> given) throws IOException {
        Properties settings = new Properties();
        settings.putAll(given);
        settings.setProperty("est.database.url", "postgresql://127.0.0.1:" + relay.port() + "/est");
        settings.setProperty("est.door.host", "127.0.0.1");
        settings.setProperty("est.door.port", Integer.toString(port));
        settings.setProperty("quarkus.management.port", Integer.toString(managementPort));
        Path file = Files.createDirectories(directory.resolve("config")).resolve("application.properties");
        try (var out = Files.newOutputStream(file)) {
            settings.store(out, null);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Starts the process, which takes its time to get ready. */
    void start() throws IOException {
        start(List.of(), toItsLog());
    }

    /** Where its log usually goes. */
    ProcessBuilder.Redirect toItsLog() {
        return ProcessBuilder.Redirect.appendTo(log.toFile());
    }

    /**
     * Starts it in another way.
     *
     * @param prefix a command that ends by running its arguments
     * @param output where its log goes
     */
    void start(List<String> prefix, ProcessBuilder.Redirect output) throws IOException {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("EST_"));
        process = builder.start();
    }

    /**
     * Does one of the operators' commands in a process of its own, which reads the same settings, and waits for its end.
     *
     * @throws IOException if it fails
     */
    void operate(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(arguments));
        Process operator = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(toItsLog())
                .start();
        await(operator);
        if (operator.exitValue() != 0) {
            throw new IOException(String.join(" ", arguments) + " has failed, see " + log);
        }
    }

    boolean isRunning() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Returns when it is ready to serve. */
    void awaitReady() throws IOException, InterruptedException {
        Patience.await(name + " to be ready, see " + log, () -> {
            if (!isRunning()) {
                throw new IOException(name + " has ended, see " + log);
            }
            return isReady();
        });
    }

    boolean isReady() {
        return health("ready") == HttpURLConnection.HTTP_OK;
    }

    /** The status that its management port answers for {@code live} or {@code ready}; 0 if it answers nothing. */
    int health(String kind) {
        try {
            HttpURLConnection probe =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + managementPort + "/q/health/" + kind)
                            .toURL()
                            .openConnection();
            probe.setConnectTimeout(PROBE_MILLIS);
            probe.setReadTimeout(PROBE_MILLIS);
            return probe.getResponseCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Kills it ({@code kill -9}); returns when it is gone. */
    void kill() throws IOException, InterruptedException {
        Process current = running();
        current.destroyForcibly();
        await(current);
    }

    /** Asks it to end (SIGTERM). */
    Process terminate() {
        Process current = running();
        current.destroy();
        return current;
    }

    /** Sends it a signal. */
    void signal(Signal signal) throws IOException, InterruptedException {
        signal.to(List.of(running().pid()));
    }

    static void await(Process ending) throws IOException, InterruptedException {
        if (!ending.waitFor(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("a server does not end");
        }
    }

    private Process running() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException(name + " does not run");
        }
        return current;
    }

    long pid() {
        return running().pid();
    }

    /** How many octets of its output nobody has read, where it goes into a pipe. */
    int unread() throws IOException {
        return running().getInputStream().available();
    }

    ServerLog log() {
        return new ServerLog(log);
    }

    DatabaseRelay relay() {
        return relay;
    }

    /** Of its door. */
    int port() {
        return port;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
        relay.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
