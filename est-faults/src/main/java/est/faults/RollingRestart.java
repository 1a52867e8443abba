package est.faults;

import est.benchmark.Answer;
import est.benchmark.Connection;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * F-31: one server after the other is told to end (SIGTERM) and started again, while clients on kept connections go on. A
 * client that fails at one server tries once more, at the next; that must do.
 */
final class RollingRestart {

    private static final int CLIENTS = 4;

    /** Leaves processors to the servers that start. */
    private static final int BREATH_MILLIS = 15;

    /** Orderly ends: by itself, or by the signal that the JVM reports. */
    private static final Set<Integer> ORDERLY = Set.of(0, 143);

    private final Site site;
    private final Findings findings;
    private final AtomicLong granted = new AtomicLong();
    private volatile boolean over;

    private RollingRestart(Site site, Findings findings) {
        this.site = site;
        this.findings = findings;
    }

    static int run(Site site, int times, Findings findings) throws IOException, SQLException, InterruptedException {
        RollingRestart restart = new RollingRestart(site, findings);
        List<Future<?>> clients = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int turn = client;
            clients.add(site.clients().submit(() -> restart.visit(turn)));
        }
        int terms = 0;
        try {
            for (int i = 0; i < times; i++) {
                for (Replica replica : site.replicas()) {
                    restart.awaitGranted(20);
                    Process ending = replica.terminate();
                    Replica.await(ending);
                    findings.require(
                            ORDERLY.contains(ending.exitValue()),
                            replica + " ended with status " + ending.exitValue() + " after SIGTERM");
                    terms++;
                    restart.awaitGranted(20);
                    site.heal();
                }
            }
        } finally {
            restart.over = true;
            await(clients);
        }
        return terms;
    }

    private void awaitGranted(int more) throws IOException, InterruptedException {
        long before = granted.get();
        Patience.await("certificates during a restart", () -> granted.get() >= before + more);
    }

    private static void await(List<Future<?>> clients) throws IOException, InterruptedException {
        for (Future<?> client : clients) {
            try {
                client.get(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("a client hangs or has failed", e);
            }
        }
    }

    /** One client: it keeps its connection as long as the server does, and its device as long as the connection. */
    private void visit(int turn) {
        int where = turn;
        while (!over) {
            List<Request> requests = site.requests().ofOneDevice(20);
            Kept kept = new Kept();
            try {
                for (Request request : requests) {
                    Outages.pause(BREATH_MILLIS);
                    kept.forget();
                    if (!isGranted(request, kept, where) && !isGranted(request, kept, ++where)) {
                        site.leave(request);
                        findings.require(
                                kept.late, "F-31: %s failed at two servers: %s".formatted(request, kept.failures));
                    }
                }
            } catch (InterruptedException ended) {
                over = true;
                Thread.currentThread().interrupt();
            } finally {
                kept.close();
            }
            where++;
        }
    }

    private boolean isGranted(Request request, Kept kept, int where) {
        try {
            Connection connection = kept.to(request, site.replica(where));
            Answer answer = request.ask(connection, site.receipts());
            if (answer.status() == 200 && answer.complete()) {
                granted.incrementAndGet();
                if (answer.closes()) {
                    kept.close();
                }
                return true;
            }
            kept.fails(answer);
        } catch (IOException cut) {
            kept.fails(cut);
        }
        return false;
    }

    /** A connection that is kept while it lasts. */
    private static final class Kept {
        private @Nullable Connection connection;
        private final List<String> failures = new ArrayList<>();
        private boolean late;

        Connection to(Request request, Replica replica) throws IOException {
            Connection current = connection;
            if (current == null) {
                current = request.connect(replica.port());
                connection = current;
            }
            return current;
        }

        void forget() {
            failures.clear();
            late = false;
        }

        void fails(Answer answer) {
            late |= Witness.isLate(answer);
            failures.add(Witness.status(Optional.of(answer)));
            close();
        }

        void fails(IOException cut) {
            failures.add(cut.toString());
            close();
        }

        void close() {
            Connection current = connection;
            connection = null;
            if (current != null) {
                try {
                    current.close();
                } catch (IOException gone) {
                    // so it is closed
                }
            }
        }
    }
}
