package est.benchmark;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server of {@code ./start} in a process of its own, with its data in a directory of its own. Thread-safe. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PROBE_MILLIS = 10;

    private final Process process;
    private final Path directory;
    private final int port;
    private final int managementPort;
    private final Duration untilReady;

    private Server(Process process, Path directory, int port, int managementPort, Duration untilReady) {
        this.process = process;
        this.directory = directory;
        this.port = port;
        this.managementPort = managementPort;
        this.untilReady = untilReady;
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param root where {@code ./start} is
     * @param directory for data and log; what an earlier server left there is used again
     * @param anchor PEM file of the manufacturer whose devices may enroll
     * @param settings more settings, {@code name=value}
     */
    static Server start(Path root, Path directory, Path anchor, String... settings)
            throws IOException, InterruptedException {
        int port = freePort();
        int managementPort = freePort();
        ProcessBuilder builder = new ProcessBuilder(root.resolve("start").toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(directory).toFile()));
        Map<String, String> environment = builder.environment();
        environment.put("EST_DATA", directory.resolve("data").toString());
        environment.merge(
                "JAVA_OPTS",
                Stream.concat(
                                Stream.of(
                                        "est.door.port=" + port,
                                        "quarkus.management.port=" + managementPort,
                                        "est.trust-anchors.bench=" + anchor,
                                        "est.label.default.trust-anchors=bench",
                                        // what a wrong password costs is measured, not how it is put off
                                        "est.throttle.address.enabled=false",
                                        "est.throttle.account-at-address.failures=1000000",
                                        "est.throttle.account.failures=1000000"),
                                Stream.of(settings))
                        .map(setting -> "-D" + setting)
                        .collect(Collectors.joining(" ")),
                (given, ours) -> given + " " + ours);
        long started = System.nanoTime();
        Process process = builder.start();
        try {
            awaitReady(process, managementPort, started, directory);
            return new Server(process, directory, port, managementPort, Duration.ofNanos(System.nanoTime() - started));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static void awaitReady(Process process, int managementPort, long started, Path directory)
            throws IOException, InterruptedException {
        while (!isReady(managementPort)) {
            if (!process.isAlive() || System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new IOException("the server did not become ready:\n" + Files.readString(log(directory)));
            }
            TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        }
    }

    private static boolean isReady(int managementPort) {
        try {
            HttpURLConnection probe = (HttpURLConnection) URI.create(management(managementPort) + "/q/health/ready")
                    .toURL()
                    .openConnection();
            return probe.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static Path log(Path directory) {
        return directory.resolve("server.log");
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static String management(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Of the Java process. */
    long pid() {
        return process.pid();
    }

    /** Of the postmaster. */
    long databasePid() throws IOException {
        Path file = database().directory().resolve("cluster/postmaster.pid");
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }

    /** What {@code ./start} keeps. */
    Path data() {
        return directory.resolve("data");
    }

    Database database() {
        return new Database(data().resolve("database"));
    }

    /** Of the EST door, on loopback. */
    int port() {
        return port;
    }

    /** The base address of metrics and health. */
    String management() {
        return management(managementPort);
    }

    /** From the start of the process, its script and its database included, to the first positive readiness answer. */
    Duration untilReady() {
        return untilReady;
    }

    /** Stops it in an orderly way, or the hard way if that takes too long. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
