package est.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link FloorServer} in a process of its own, with the libraries and the options of Java that the server beside it has. */
final class FloorProcess implements AutoCloseable {

    /** What the line begins with that tells where it listens. */
    static final String PORT = "port ";

    private final Process process;
    private final int port;

    private FloorProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param root where {@code ./start} is, with the server built
     * @param data of a server of {@code ./start} that runs
     * @param anchor PEM file of the manufacturer whose devices may enroll
     */
    static FloorProcess start(Path root, Path data, Path anchor) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        classPath(root.resolve("est-api/target/quarkus-app")),
                        FloorServer.class.getName(),
                        data.toString(),
                        anchor.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new FloorProcess(process, toldPort(process.inputReader(StandardCharsets.US_ASCII)));
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static int toldPort(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(PORT)) {
                return Integer.parseInt(line.substring(PORT.length()));
            }
        }
        throw new IOException("the floor did not start");
    }

    /** The server's libraries first; behind them those of this process, among them what reads settings without a Quarkus build. */
    private static String classPath(Path server) {
        return Stream.of("app", "lib/main", "lib/boot")
                .map(folder -> server.resolve(folder) + "/*:")
                .collect(Collectors.joining("", "", System.getProperty("java.class.path")));
    }

    /** Where it listens, on loopback. */
    int port() {
        return port;
    }

    /** What it and the database have used up. */
    Consumption consumption(long databasePid) {
        long pid = process.pid();
        return () -> new Usage(
                System.nanoTime(),
                ProcessorTime.ofProcess(pid),
                ProcessorTime.ofCompiler(pid),
                ProcessorTime.ofFamily(databasePid),
                0,
                0);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } finally {
            process.destroy();
        }
    }
}
