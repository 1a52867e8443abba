package est.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@link FloorServer} in a process of its own, with the libraries of the server beside it. */
final class FloorProcess implements AutoCloseable {

    private final ChildProcess process;

    private FloorProcess(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param root where {@code ./start} is, with the server built
     * @param data of a server of {@code ./start} that runs
     * @param anchor PEM file of the manufacturer whose devices may enroll
     */
    static FloorProcess start(Path root, Path data, Path anchor) throws IOException {
        return new FloorProcess(ChildProcess.start(
                classPath(root.resolve("est-api/target/quarkus-app")),
                FloorServer.class,
                data.toString(),
                anchor.toString()));
    }

    /** The server's libraries first; behind them those of this process, among them what reads settings without a Quarkus build. */
    private static String classPath(Path server) {
        return Stream.of("app", "lib/main", "lib/boot")
                .map(folder -> server.resolve(folder) + "/*:")
                .collect(Collectors.joining("", "", System.getProperty("java.class.path")));
    }

    /** Where it listens, on loopback. */
    int port() {
        return Integer.parseInt(process.told(FloorServer.PORT));
    }

    /** What it and the database have used up; neither what it allocates nor its round trips. */
    Consumption consumption(long databasePid) {
        return () -> new Usage(
                System.nanoTime(),
                ProcessorTime.ofProcess(process.pid()),
                ProcessorTime.ofCompiler(process.pid()),
                ProcessorTime.ofFamily(databasePid),
                0,
                0);
    }

    @Override
    public void close() {
        process.close();
    }
}
