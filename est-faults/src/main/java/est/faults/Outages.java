package est.faults;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The database is away, or stands still. */
final class Outages {

    private Outages() {}

    /** F-1: there is no database when a server starts. */
    static int absentAtStart(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        for (int i = 0; i < times; i++) {
            Replica replica = site.replica(i);
            replica.kill();
            site.database().kill();
            replica.start();
            Patience.await("a server that lives without a database", () -> replica.health("live") == 200);
            awaitCacerts(replica);
            findings.require(replica.health("ready") == HttpURLConnection.HTTP_UNAVAILABLE, "ready without a database");
            witness.refused(site.requests().next(), replica, "without a database");
            findings.require(replica.isRunning(), "the server ended for want of a database");
            site.database().start();
            replica.awaitReady();
            witness.granted(site.requests().next(), replica);
        }
        return times;
    }

    private static void awaitCacerts(Replica replica) throws IOException, InterruptedException {
        Patience.await("/cacerts without a database", () -> servesCacerts(replica));
    }

    private static boolean servesCacerts(Replica replica) {
        try (DoorClient client = DoorClient.anonymous(replica.port())) {
            return client.get("cacerts").status() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** F-2, F-3: the database is killed or restarted under load. */
    static int restarts(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        try (Load load = new Load(site, findings)) {
            for (int i = 0; i < times; i++) {
                load.awaitGranted(10);
                if (i % 4 == 3) {
                    site.database().stop();
                } else {
                    site.database().kill();
                }
                pause(ThreadLocalRandom.current().nextInt(700));
                site.database().start();
                load.awaitGranted(10);
                site.heal();
            }
        }
        return times;
    }

    /** F-4: every process of the database stands still under load. */
    static int frozen(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        for (int i = 0; i < times; i++) {
            try (Load load = new Load(site, findings)) {
                load.awaitGranted(5);
                site.database().freeze();
                try {
                    Replica replica = site.replica(i);
                    Crowd.refused(site, replica, findings, "with a frozen database");
                    findings.require(servesCacerts(replica), "no /cacerts while the database is frozen");
                    findings.require(replica.health("live") == 200, "not live while the database is frozen");
                    findings.require(
                            replica.health("ready") == HttpURLConnection.HTTP_UNAVAILABLE,
                            "ready while the database is frozen");
                } finally {
                    site.database().thaw();
                }
                load.awaitGranted(5);
            }
            site.heal();
        }
        return times;
    }

    static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
