package est.benchmark;

import est.protocol.CertificationRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLSocketFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command that says what refusing a hostile request costs (T-21), by kind, over connections that are kept. */
@Command(
        name = "./benchmark refusals",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Starts a server and says what a refused request costs it. See docs/performance.md.")
public final class RefusalCost implements Callable<Integer> {

    @Option(names = "--root", hidden = true, description = "where ./start is")
    private Path root = Path.of("");

    @Option(names = "--warm-up", description = "seconds of refusals of each kind before anything is measured")
    private int warmUp = 3;

    @Option(names = "--seconds", description = "seconds measured of each kind")
    private int seconds = 5;

    @Option(names = "--connections", description = "kept connections at once")
    private int connections = 4;

    private final Report report = new Report(System.out);

    private RefusalCost() {}

    /** Runs it and exits: 0 if every request was refused as it should. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RefusalCost()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, GeneralSecurityException {
        if (seconds < 1 || connections < 1 || warmUp < 0) {
            throw new IllegalArgumentException("every number must be positive");
        }
        try (Premises premises = Premises.with(2)) {
            Path directory = premises.directory();
            Path anchor = premises.anchor();
            List<Device> devices = premises.devices();
            try (Server server = Server.start(root, directory, anchor);
                    Meters meters = Meters.of(server)) {
                measure(server, new Drive(meters), devices);
            }
            return 0;
        }
    }

    private void measure(Server server, Drive drive, List<Device> devices)
            throws IOException, InterruptedException, GeneralSecurityException {
        Device device = devices.get(0);
        Map<String, Hostile> kinds = Hostile.all(device.toString());
        KeyPair ofAnother = CertificationRequests.ecKeyPair("P-256");
        try (Connection other = Connection.open(devices.get(1).newSockets(), server.port())) {
            other.enroll(Hostile.withKey(devices.get(1).toString(), ofAnother).body());
        }
        kinds.put("P-256, key of another device", Hostile.withKey(device.toString(), ofAnother));
        for (Hostile kind : kinds.values()) {
            drive.during(Duration.ofSeconds(warmUp), connections, refusals(kind, device::newSockets, server.port()));
        }
        report.head();
        for (Map.Entry<String, Hostile> kind : kinds.entrySet()) {
            report.row(
                    kind.getKey(),
                    drive.during(
                            Duration.ofSeconds(seconds),
                            connections,
                            refusals(kind.getValue(), device::newSockets, server.port())));
        }
        Visits.Opening passwords = refusals(Hostile.wrongPassword(), device::newAnonymousSockets, server.port());
        drive.during(Duration.ofSeconds(warmUp), connections, passwords);
        report.row("wrong password", drive.during(Duration.ofSeconds(seconds), connections, passwords));
    }

    /** Where sockets come from. */
    @FunctionalInterface
    private interface Sockets {
        SSLSocketFactory make() throws GeneralSecurityException;
    }

    private static Visits.Opening refusals(Hostile kind, Sockets sockets, int port) {
        return worker -> {
            Connection connection = Connection.open(sockets.make(), port);
            return new Visits() {
                @Override
                public long next() throws IOException {
                    long start = System.nanoTime();
                    connection.post(kind.body(), kind.headers(), kind.status());
                    return System.nanoTime() - start;
                }

                @Override
                public void close() throws IOException {
                    connection.close();
                }
            };
        };
    }
}
