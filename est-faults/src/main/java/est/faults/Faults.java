package est.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command. */
@Command(
        name = "./faults",
        mixinStandardHelpOptions = true,
        description = "Breaks what two servers stand on and checks what they recorded. See docs/faults.md.")
public final class Faults implements Callable<Integer> {

    @Option(names = "--root", hidden = true, description = "where the modules are")
    private Path root = Path.of("");

    @Option(names = "--only", split = ",", paramLabel = "F-n", description = "these faults and no others")
    private List<String> only = List.of();

    @Option(
            names = "--times",
            split = ",",
            paramLabel = "F-n=times",
            description = "how often, where that shall differ from the default")
    private Map<String, Integer> times = Map.of();

    @Option(names = "--short", description = "each as often, and with the same shortened waits, as in the tests")
    private boolean shortly;

    @Option(
            names = "--settled-within",
            paramLabel = "seconds",
            description = "after the last fault no enrollment may be left open for longer; for servers that reconcile")
    private int settledWithin;

    @Option(
            names = "--faketime",
            paramLabel = "libfaketimeMT.so.1",
            description = "F-37 has the servers' own clocks jump too, by this library")
    private Optional<Path> faketime = Optional.empty();

    private Faults() {}

    /** Runs it and exits: 0 if nothing was violated. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Faults()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        List<Fault> faults = only.isEmpty()
                ? Catalogue.all()
                : only.stream().map(Catalogue::of).toList();
        Path work = Files.createDirectories(root.toAbsolutePath().normalize().resolve("est-faults/target/faults"));
        Site.Form form = (shortly ? Site.Form.SHORT : Site.Form.WHOLE).with(faketime);
        try (Site site = Site.open(root.toAbsolutePath().normalize(), work, form)) {
            Course course = new Course(site);
            for (Fault fault : faults) {
                say(fault.number() + ", " + fault.what());
                Row row = course.run(fault, times(fault));
                say("  %d times, %d violations"
                        .formatted(row.times(), row.violations().size()));
                row.violations().forEach(line -> say("  " + line));
            }
            Table.publish(course.rows(), work.resolve("faults.md"));
            return isSettled(site)
                            && course.rows().stream()
                                    .allMatch(row -> row.violations().isEmpty())
                    ? 0
                    : 1;
        }
    }

    private boolean isSettled(Site site) throws IOException, InterruptedException, SQLException {
        if (settledWithin == 0) {
            return true;
        }
        long start = System.nanoTime();
        while (site.leftOpen() > 0 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(settledWithin)) {
            TimeUnit.SECONDS.sleep(1);
        }
        say(site.leftOpen() + " enrollments are left open");
        return site.leftOpen() == 0;
    }

    private int times(Fault fault) {
        return times.getOrDefault(fault.number(), shortly ? fault.shortly() : fault.wholly());
    }

    private static void say(String line) {
        System.err.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
