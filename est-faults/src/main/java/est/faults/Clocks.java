package est.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

/** Clocks that jump while the servers run. */
final class Clocks {

    private static final String ROWS = "select count(*) from est.enrollment";
    private static final int WORKERS = 4;
    private static final int REQUESTS = 10;

    private Clocks() {}

    /** F-37: the database's clock, and the servers' own where libfaketime is given. */
    static int jump(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        ofTheDatabase(site, times, findings);
        Optional<Path> faketime = site.form().faketime();
        if (faketime.isEmpty()) {
            return times;
        }
        ofTheServers(site, faketime.get(), times, findings);
        return 2 * times;
    }

    /** The database's, which every statement judges by. */
    private static void ofTheDatabase(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        List<String> jumps = List.of("400 days", "-1 day", "6 minutes", "-6 minutes");
        site.database()
                .run(
                        "create schema clock",
                        clock("0"),
                        "grant usage on schema clock to "
                                + site.database().access().applicationName(),
                        // its now() is found before PostgreSQL's own
                        "alter database est set search_path = clock, pg_catalog, public");
        try {
            site.cutDatabase();
            witness.granted(site.requests().next(), site.replica(0));
            for (int i = 0; i < times; i++) {
                String jump = jumps.get(i % jumps.size());
                long before = site.count(ROWS);
                site.database().run(clock(jump));
                witness.refused(site.requests().ofDevice(), site.replica(i), "with clocks " + jump + " apart");
                witness.refused(site.requests().ofDevice(), site.replica(i + 1), "with clocks " + jump + " apart");
                findings.require(site.count(ROWS) == before, "an enrollment began with clocks " + jump + " apart");
                site.database().run(clock("0"));
                witness.grantedAtOnce(site.requests().ofDevice(), site.replica(i), "with clocks together again");
            }
        } finally {
            site.database().run("alter database est reset search_path", "drop schema clock cascade");
            site.cutDatabase();
        }
    }

    private static String clock(String ahead) {
        return "create or replace function clock.now() returns timestamptz language sql stable as"
                + " $$ select pg_catalog.now() + interval '" + ahead + "' $$";
    }

    /** Those of the servers, under load, there and back: between any two readings. */
    private static void ofTheServers(Site site, Path faketime, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        Path clock = Files.createTempFile("est-faults-", ".clock");
        try {
            set(clock, "+0");
            for (Replica replica : site.replicas()) {
                replica.kill();
                replica.start(moved(faketime, clock), replica.toItsLog());
                replica.awaitReady();
            }
            List<String> jumps = List.of("+400d", "-1d", "+4m", "-6m", "-400d", "+6m", "+20y", "+1d");
            int refused = 0;
            for (int i = 0; i < times; i++) {
                set(clock, jumps.get(i % jumps.size()));
                refused += refusedUnderLoad(site, findings);
                set(clock, "+0");
                refused += refusedUnderLoad(site, findings);
            }
            findings.require(refused > 0, "no server noticed that its clock jumped: is " + faketime + " libfaketime?");
        } finally {
            for (Replica replica : site.replicas()) {
                replica.kill();
            }
            Files.deleteIfExists(clock);
            site.heal();
        }
    }

    private static List<String> moved(Path faketime, Path clock) {
        return List.of(
                "env",
                "LD_PRELOAD=" + faketime,
                "FAKETIME_TIMESTAMP_FILE=" + clock,
                // it reads the file once a second: the clock jumps in the middle of what comes now
                "FAKETIME_CACHE_DURATION=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
    }

    private static void set(Path clock, String offset) throws IOException {
        Files.writeString(clock, offset + "\n");
    }

    /** Who is refused by a clock that is wrong comes again in the end: its certificate may look expired, or not valid yet. */
    private static int refusedUnderLoad(Site site, Findings findings) throws IOException, InterruptedException {
        List<Callable<Integer>> workers = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            workers.add(() -> {
                int refused = 0;
                for (int i = 0; i < REQUESTS; i++) {
                    Request request = site.requests().next();
                    int status = request.status(
                                    site.replica(ThreadLocalRandom.current().nextInt(2))
                                            .port(),
                                    site.receipts())
                            .orElse(0);
                    findings.require(
                            Set.of(200, 403, 503).contains(status),
                            request + " was answered " + status + " while clocks jump");
                    if (status != 200) {
                        site.leave(request);
                        refused++;
                    }
                }
                return refused;
            });
        }
        return site.atOnce(workers).stream().mapToInt(Integer::intValue).sum();
    }
}
