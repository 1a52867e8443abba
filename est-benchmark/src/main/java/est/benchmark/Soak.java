package est.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Very many enrollments: whether the server grows, and what one costs when there are many certificates already. */
final class Soak {

    private static final int PARTS = 20;

    private final Server server;
    private final Meters meters;
    private final Drive drive;
    private final List<Device> pool;
    private final Report report;
    private final int connections;

    Soak(Server server, Meters meters, List<Device> pool, Report report, int connections) {
        this.server = server;
        this.meters = meters;
        this.drive = new Drive(meters);
        this.pool = pool;
        this.report = report;
        this.connections = connections;
    }

    /** Enrolls so often over kept connections, and prints a line for the first percent and for each twentieth. */
    void enroll(int times) throws IOException, InterruptedException {
        report.line(
                "%10s %8s %8s %9s %9s %9s %8s %12s",
                "enrolled", "per s", "p99 ms", "CPU ms", "DB CPU ms", "heap MiB", "threads", "descriptors");
        int done = part(0, times / 100);
        while (done < times) {
            done = part(done, Math.min(times - done, times / PARTS - done % (times / PARTS)));
        }
    }

    private int part(int before, int count) throws IOException, InterruptedException {
        Tally tally = drive.times(count, connections, Visits.kept(Visits.Kind.ENROLL, pool, server.port()));
        int done = before + count;
        report.line(
                "%10d %8.0f %8.1f %9.3f %9.3f %9.1f %8d %12d",
                done,
                tally.perSecond(),
                tally.latencies().percentile(99),
                tally.serverMillis(),
                tally.databaseMillis(),
                meters.heap() / 1024.0 / 1024.0,
                meters.threads(),
                descriptors());
        return done;
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
            return open.count();
        }
    }
}
