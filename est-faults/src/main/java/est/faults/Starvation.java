package est.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server gets no more of something that the system gives. */
final class Starvation {

    private static final int REFUSALS_AT_MOST = 20_000;
    private static final int DESCRIPTORS_TO_SPARE = 60;

    /** One descriptor for its socket, two for the pipe that Conscrypt gives it. */
    private static final int CONNECTION = 3;

    private Starvation() {}

    /** F-34: nobody reads the log that a server writes to standard output. */
    static int blockedOutput(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        for (int i = 0; i < times; i++) {
            Replica replica = site.replica(i);
            replica.kill();
            replica.start(List.of(), ProcessBuilder.Redirect.PIPE);
            try {
                replica.awaitReady();
                fill(site, replica);
                witness.granted(site.requests().next(), replica);
                findings.require(replica.health("live") == 200, "not live while its output is blocked");
            } finally {
                replica.kill();
            }
            site.heal();
        }
        return times;
    }

    /** Has it log until the pipe is full. */
    private static void fill(Site site, Replica replica) throws IOException, SQLException {
        site.database()
                .run(
                        "create function est.obstruct() returns trigger language plpgsql as $$ begin"
                                + " raise exception 'the disk says no' using errcode = 'disk_full'; end $$",
                        "create trigger obstruct before insert on est.enrollment for each row execute function est.obstruct()");
        try {
            Request request = site.requests().ofDevice();
            int unread = 0;
            int since = 0;
            // full: nothing more comes out of it, though there is more to tell
            for (int i = 0; unread == 0 || since < site.form().refusals(); i++) {
                if (i == REFUSALS_AT_MOST
                        || request.status(replica.port(), site.receipts()).isEmpty()) {
                    throw new IOException("it hangs, or its output does not fill the pipe: " + replica.unread());
                }
                since = replica.unread() == unread ? since + 1 : 0;
                unread = replica.unread();
            }
        } finally {
            site.database().run("drop trigger obstruct on est.enrollment", "drop function est.obstruct()");
        }
    }

    /** F-35: a server has no file descriptor left, since it may have fewer than at its start and many are connected. */
    static int descriptors(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        Witness witness = new Witness(site, findings);
        for (int i = 0; i < times; i++) {
            Replica replica = site.replica(i);
            replica.awaitReady();
            long limit = descriptors(replica.pid()) + DESCRIPTORS_TO_SPARE;
            limit(replica.pid(), limit);
            try (Crowd crowd = Crowd.at(replica.port(), 2 * DESCRIPTORS_TO_SPARE)) {
                findings.require(
                        Patience.within(Patience.USUAL, () -> descriptors(replica.pid()) >= limit - CONNECTION),
                        "the descriptors were not used up by " + crowd.inside().size() + " connections");
                findings.require(replica.isRunning(), "the server ended for want of descriptors");
            }
            witness.granted(site.requests().next(), replica);
            replica.awaitReady();
            replica.kill();
            site.heal();
        }
        return times;
    }

    private static long descriptors(long process) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            return open.count();
        }
    }

    private static void limit(long process, long descriptors) throws IOException, InterruptedException {
        Process limiting = new ProcessBuilder(
                        "prlimit", "--pid", Long.toString(process), "--nofile=" + descriptors + ":")
                .inheritIO()
                .start();
        if (limiting.waitFor() != 0) {
            throw new IOException("the number of file descriptors of process " + process + " cannot be limited");
        }
    }

    /** Clients that connect, say nothing and stay. */
    private record Crowd(List<Socket> inside) implements AutoCloseable {

        static Crowd at(int port, int clients) throws IOException {
            List<Socket> inside = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                inside.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            return new Crowd(inside);
        }

        @Override
        public void close() throws IOException {
            for (Socket client : inside) {
                client.close();
            }
        }
    }
}
