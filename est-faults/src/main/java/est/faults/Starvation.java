package est.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

    /** One descriptor for its socket, two for the pipe that Conscrypt gives it once its client has said hello. */
    private static final int CONNECTION = 3;

    /** Runs its arguments, with a fraction of the heap they ask for: the server itself lives in some 45 MiB. */
    private static final List<String> SMALL_HEAP = List.of("bash", "-c", "exec \"${@/-Xmx256m/-Xmx72m}\"", "bash");

    private static final int SENDERS = 1_500;

    private static final List<String> ONE_PROCESSOR = List.of("taskset", "-c", "0");
    private static final List<String> BURNING =
            List.of("taskset", "-c", "0", "bash", "-c", "while :; do :; done & while :; do :; done");
    private static final int ON_ONE_PROCESSOR = 20;

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

    /** F-32: a server has a heap for little more than itself, while many clients send as much as they may. */
    static int heap(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        return starved(site, times, findings, SMALL_HEAP, replica -> {
            try (Senders senders = Senders.at(replica.port(), SENDERS)) {
                findings.require(senders.count() > 0, "nobody could send anything");
                new Witness(site, findings).granted(site.requests().next(), replica);
            }
        });
    }

    /** F-36: a server has one processor, and two others burn it. */
    static int oneProcessor(Site site, int times, Findings findings)
            throws IOException, SQLException, InterruptedException {
        return starved(site, times, findings, ONE_PROCESSOR, replica -> {
            Process burning = new ProcessBuilder(BURNING).start();
            try {
                for (int request = 0; request < ON_ONE_PROCESSOR; request++) {
                    new Witness(site, findings).granted(site.requests().next(), replica);
                    findings.require(replica.health("live") == 200, "not live on a busy processor");
                }
            } finally {
                burning.descendants().forEach(ProcessHandle::destroyForcibly);
                burning.destroyForcibly();
            }
        });
    }

    /** What happens to a server that lacks something. */
    @FunctionalInterface
    private interface Visit {
        /** Does it. */
        void to(Replica replica) throws IOException, InterruptedException;
    }

    private static int starved(Site site, int times, Findings findings, List<String> prefix, Visit visit)
            throws IOException, SQLException, InterruptedException {
        for (int i = 0; i < times; i++) {
            Replica replica = site.replica(i);
            replica.kill();
            replica.start(prefix, replica.toItsLog());
            try {
                replica.awaitReady();
                visit.to(replica);
                findings.require(replica.isRunning(), "the server ended");
            } finally {
                if (replica.isRunning()) {
                    replica.kill();
                }
            }
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

    /** Clients of which each has sent all but the last octet of the largest body that the door takes, and waits. */
    private record Senders(List<DoorClient> inside, int count) implements AutoCloseable {

        private static final int BODY = 65_536;

        static Senders at(int port, int clients) throws IOException {
            List<DoorClient> inside = new ArrayList<>();
            int count = 0;
            byte[] request = ("POST /.well-known/est/simpleenroll HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                            + BODY + "\r\n\r\n" + "A".repeat(BODY - 1))
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < clients; i++) {
                try {
                    DoorClient client = DoorClient.anonymous(port);
                    inside.add(client);
                    client.send(request);
                    count++;
                } catch (IOException cut) {
                    // a server may defend itself
                }
            }
            return new Senders(inside, count);
        }

        @Override
        public void close() throws IOException {
            for (DoorClient client : inside) {
                client.close();
            }
        }
    }
}
