package est.benchmark;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What devices that enroll notice of a server that has too much to do, and of one that is attacked (T-18, T-23). */
final class Overload {

    private static final int TIMES = 10;

    private final Server server;
    private final Drive drive;
    private final List<Device> pool;
    private final Report report;
    private final int connections;
    private final Duration part;

    Overload(Server server, Drive drive, List<Device> pool, Report report, int connections, Duration part) {
        this.server = server;
        this.drive = drive;
        this.pool = pool;
        this.report = report;
        this.connections = connections;
        this.part = part;
    }

    /** Measures each kind of load and prints a line for it. */
    void measure(Duration warmUp, int crowd) throws IOException, InterruptedException {
        drive.during(warmUp, connections, enrollments(connections));
        report.goodputHead();
        Tally peak = drive.during(part, connections, enrollments(connections));
        report.goodput("as many as it can", peak, peak);
        report.goodput(
                TIMES + " x as many", drive.during(part, TIMES * connections, enrollments(TIMES * connections)), peak);
        report.goodput("and again the first", drive.during(part, connections, enrollments(connections)), peak);
        try (Flood flood = Flood.ofPasswords(pool.get(0), server.port(), connections)) {
            report.goodput("with wrong passwords", drive.during(part, connections, enrollments(connections)), peak);
            report.line("%-22s %d refused, %d shed", "  passwords tried", flood.refused(), flood.shed());
        }
        try (Crowd idle = Crowd.gather(server.port(), crowd)) {
            report.line("%-22s %d", "  idle and dripping", idle.present());
            AtomicInteger broken = new AtomicInteger();
            Visits.Opening patient = Visits.patient(Visits.Kind.ENROLL, pool, connections, server.port(), broken);
            report.goodput("beside all of them", drive.during(part, connections, patient), peak);
            report.line("%-22s %d; %d visits had to come again", "  still there", idle.present(), broken.get());
        }
    }

    private Visits.Opening enrollments(int workers) {
        return Visits.fresh(Visits.Kind.ENROLL, pool, workers, server.port());
    }

    /** Wrong passwords, as many at once as there are workers, until closed. */
    private static final class Flood implements AutoCloseable {

        private final Thread[] threads;
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger shed = new AtomicInteger();
        private volatile boolean over;

        private Flood(int workers) {
            this.threads = new Thread[workers];
        }

        static Flood ofPasswords(Device stranger, int port, int workers) {
            Flood flood = new Flood(workers);
            for (int i = 0; i < workers; i++) {
                flood.threads[i] = new Thread(() -> flood.pour(stranger, port), "flood");
                flood.threads[i].setDaemon(true);
                flood.threads[i].start();
            }
            return flood;
        }

        private void pour(Device stranger, int port) {
            while (!over) {
                try (Connection connection = Connection.open(stranger.newAnonymousSockets(), port)) {
                    int status = connection.tryPassword(stranger.newRequest());
                    (status == 401 ? refused : shed).incrementAndGet();
                } catch (IOException | GeneralSecurityException cut) {
                    shed.incrementAndGet();
                }
            }
        }

        int refused() {
            return refused.get();
        }

        int shed() {
            return shed.get();
        }

        @Override
        public void close() {
            over = true;
        }
    }
}
