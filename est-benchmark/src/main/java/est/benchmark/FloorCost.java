package est.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Says what an enrollment over a fresh connection costs at the least: a server that does nothing but the four P-256 operations and
 * the two commits, behind the same door, by turns with the real one.
 */
@Command(
        name = "./benchmark floor",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Says what the least enrollment costs that there can be, beside the real one. See docs/performance.md.")
public final class FloorCost implements Callable<Integer> {

    @Option(names = "--root", hidden = true, description = "where ./start is")
    private Path root = Path.of("");

    @Option(names = "--warm-up", description = "seconds of enrollments of each server before anything is measured")
    private int warmUp = 60;

    @Option(names = "--seconds", description = "seconds measured of each kind of visit in each round")
    private int seconds = 6;

    @Option(names = "--rounds", description = "rounds: the kinds alternate")
    private int rounds = 4;

    @Option(names = "--connections", description = "fresh connections at once")
    private int connections = 64;

    @Option(names = "--devices", description = "identities")
    private int devices = 500;

    private final Report report = new Report(System.out);

    private FloorCost() {}

    /** Runs it and exits: 0 if every visit was answered as it should. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new FloorCost()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        if (rounds < 1 || seconds < 1 || connections < 1 || devices < 1 || warmUp < 0) {
            throw new IllegalArgumentException("every number must be positive");
        }
        try (Premises premises = Premises.with(devices)) {
            Path directory = premises.directory();
            Path anchor = premises.anchor();
            List<Device> pool = premises.devices();
            try (Server server = Server.start(root, directory, anchor);
                    Meters meters = Meters.of(server)) {
                server.database().execute(BareRecord.SCHEMA);
                try (FloorProcess floor = FloorProcess.start(root, server.data(), anchor)) {
                    Benchmark.requireCertificate(pool.get(0), server.port());
                    Benchmark.requireCertificate(pool.get(0), floor.port());
                    measure(
                            new Side(new Drive(meters), server.port(), pool),
                            new Side(new Drive(floor.consumption(server.databasePid())), floor.port(), pool));
                }
            }
            return 0;
        }
    }

    private final class Side {
        private final Drive drive;
        private final Visits.Opening enrolling;
        private final Visits.Opening asking;
        private Tally enrollments = Tally.EMPTY;
        private Tally emptyAnswers = Tally.EMPTY;

        Side(Drive drive, int port, List<Device> pool) {
            this.drive = drive;
            this.enrolling = Visits.fresh(Visits.Kind.ENROLL, pool, connections, port);
            this.asking = Visits.fresh(Visits.Kind.EMPTY, pool, connections, port);
        }

        void warmUp() throws IOException, InterruptedException {
            drive.during(Duration.ofSeconds(warmUp), connections, enrolling);
            drive.during(Duration.ofSeconds(seconds), connections, asking);
        }

        void turn() throws IOException, InterruptedException {
            enrollments = enrollments.and(drive.during(Duration.ofSeconds(seconds), connections, enrolling));
            emptyAnswers = emptyAnswers.and(drive.during(Duration.ofSeconds(seconds), connections, asking));
        }
    }

    private void measure(Side real, Side floor) throws IOException, InterruptedException {
        real.warmUp();
        floor.warmUp();
        for (int round = 0; round < rounds; round++) {
            real.turn();
            floor.turn();
        }
        report.head();
        report.row("server: enrollment", real.enrollments);
        report.row("server: empty answer", real.emptyAnswers);
        report.row("floor: enrollment", floor.enrollments);
        report.row("floor: empty answer", floor.emptyAnswers);
        report.ratio("server", real.enrollments, real.emptyAnswers);
        report.ratio("floor", floor.enrollments, floor.emptyAnswers);
        report.ratio("server : floor", real.enrollments, floor.enrollments);
    }
}
