package est.benchmark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command. */
@Command(
        name = "./benchmark",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Starts a server and says what an enrollment costs it. See docs/performance.md.")
public final class Benchmark implements Callable<Integer> {

    private static final int FIRST = 1000;
    private static final int VERY_FIRST = 100;

    @Option(names = "--root", hidden = true, description = "where ./start is")
    private Path root = Path.of("");

    @Option(names = "--warm-up", description = "seconds of enrollments before anything is measured")
    private int warmUp = 60;

    @Option(names = "--seconds", description = "seconds measured of each kind of visit")
    private int seconds = 60;

    @Option(names = "--rounds", description = "parts the measured time is cut into; the kinds alternate")
    private int rounds = 6;

    @Option(names = "--connections", description = "fresh connections at once")
    private int connections = 8;

    @Option(names = "--kept-connections", description = "kept connections at once")
    private int keptConnections = 8;

    @Option(names = "--devices", description = "identities")
    private int devices = 500;

    @Option(names = "--overload", description = "measure what devices notice of too much load and of attacks instead")
    private boolean overload;

    @Option(names = "--crowd", description = "idle and dripping connections, with --overload")
    private int crowd = 10_000;

    @Option(
            names = "--soak",
            paramLabel = "<enrollments>",
            description =
                    "enroll so often instead, watch the server grow or not, and compare it with one that has few certificates")
    private int soak;

    private final Report report = new Report(System.out);

    private Benchmark() {}

    /** Runs it and exits: 0 if every visit was answered as it should. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Benchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        if (rounds < 1 || seconds < rounds || connections < 1 || keptConnections < 1 || devices < 1 || warmUp < 0) {
            throw new IllegalArgumentException("every number must be positive, and --seconds at least --rounds");
        }
        try (Premises premises = Premises.with(devices)) {
            Path directory = premises.directory();
            Path anchor = premises.anchor();
            List<Device> pool = premises.devices();
            prepare(directory, anchor, pool);
            if (overload) {
                overload(directory, anchor, pool);
            } else if (soak > 0) {
                soak(directory, anchor, pool);
            } else {
                try (Server server = Server.start(root, directory, anchor);
                        Meters meters = Meters.of(server)) {
                    measure(server, new Drive(meters), pool);
                }
            }
            return 0;
        }
    }

    private void soak(Path directory, Path anchor, List<Device> pool) throws IOException, InterruptedException {
        try (Server server = Server.start(root, directory, anchor);
                Meters meters = Meters.of(server)) {
            new Soak(server, meters, pool, report, keptConnections).enroll(soak);
            Path another = Files.createDirectory(directory.resolve("few"));
            try (Server second = Server.start(root, another, anchor);
                    Meters metersOfSecond = Meters.of(second)) {
                new Growth(side(server, meters, pool), side(second, metersOfSecond, pool), second.database(), report)
                        .measure(Duration.ofSeconds(warmUp));
            }
        }
    }

    private Growth.Side side(Server server, Meters meters, List<Device> pool) {
        return new Growth.Side(
                new Drive(meters), keptConnections, Visits.kept(Visits.Kind.ENROLL, pool, server.port()));
    }

    /** All come from one address here: its bound is lifted, so that the other ones are seen. */
    private void overload(Path directory, Path anchor, List<Device> pool) throws IOException, InterruptedException {
        int most = crowd + 1000;
        try (Server server = Server.start(
                        root,
                        directory,
                        anchor,
                        "est.door.connections=" + most,
                        "est.door.connections-per-address=" + most);
                Meters meters = Meters.of(server)) {
            new Overload(server, new Drive(meters), pool, report, connections, Duration.ofSeconds(seconds))
                    .measure(Duration.ofSeconds(warmUp), crowd);
        }
    }

    /** A first server makes its database and PKI and warms this side up, so that the next one's start is its own. */
    private void prepare(Path directory, Path anchor, List<Device> pool)
            throws IOException, InterruptedException, GeneralSecurityException {
        try (Server server = Server.start(root, directory, anchor);
                Meters meters = Meters.of(server)) {
            report.line("ready after %.1f s, database and PKI made", seconds(server.untilReady()));
            requireCertificate(pool.get(0), server.port());
            new Drive(meters).times(2 * FIRST, connections, enrollments(pool, server));
        }
    }

    /** What is counted as an enrollment later is looked at once. */
    static void requireCertificate(Device device, int port) throws IOException, GeneralSecurityException {
        try (Connection connection = Connection.open(device.newSockets(), port)) {
            byte[] answer = Base64.getMimeDecoder().decode(connection.enroll(device.newRequest()));
            int certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(answer))
                    .size();
            if (certificates == 0) {
                throw new IOException("the server answered without a certificate");
            }
        }
    }

    private Visits.Opening enrollments(List<Device> pool, Server server) {
        return Visits.fresh(Visits.Kind.ENROLL, pool, connections, server.port());
    }

    private void measure(Server server, Drive drive, List<Device> pool) throws IOException, InterruptedException {
        report.line("ready after %.1f s, started again; server pid %d", seconds(server.untilReady()), server.pid());
        Tally veryFirst = drive.times(VERY_FIRST, connections, enrollments(pool, server));
        Tally first = veryFirst.and(drive.times(FIRST - VERY_FIRST, connections, enrollments(pool, server)));
        drive.during(Duration.ofSeconds(warmUp), connections, enrollments(pool, server));

        Duration part = Duration.ofSeconds(seconds).dividedBy(rounds);
        Visits.Opening empty = Visits.fresh(Visits.Kind.EMPTY, pool, connections, server.port());
        Visits.Opening kept = Visits.kept(Visits.Kind.ENROLL, pool, server.port());
        Visits.Opening keptEmpty = Visits.kept(Visits.Kind.EMPTY, pool, server.port());
        drive.during(part, connections, empty);
        drive.during(part, keptConnections, kept);
        drive.during(part, keptConnections, keptEmpty);

        long handshakes = Device.fullHandshakes();
        Tally fresh = Tally.EMPTY;
        Tally reference = Tally.EMPTY;
        for (int round = 0; round < rounds; round++) {
            fresh = fresh.and(drive.during(part, connections, enrollments(pool, server)));
            reference = reference.and(drive.during(part, connections, empty));
        }
        handshakes = Device.fullHandshakes() - handshakes;
        Tally onKept = Tally.EMPTY;
        Tally keptReference = Tally.EMPTY;
        for (int round = 0; round < rounds; round++) {
            onKept = onKept.and(drive.during(part, keptConnections, kept));
            keptReference = keptReference.and(drive.during(part, keptConnections, keptEmpty));
        }
        report.head();
        report.row("first 100 after start", veryFirst);
        report.row("first 1000 after start", first);
        report.row("fresh: enrollment", fresh);
        report.row("fresh: empty answer", reference);
        report.row("kept: enrollment", onKept);
        report.row("kept: empty answer", keptReference);
        report.ratio("fresh enrollment", fresh, reference);
        report.ratio("first 1000", first, fresh);
        report.line(
                "%-22s %d of %d fresh connections",
                "full TLS 1.3 handshakes", handshakes, fresh.count() + reference.count());
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
