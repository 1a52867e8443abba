package est.faults;

import est.benchmark.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Devices that come to either server, each on a connection of its own, and come again when they got no certificate: until they
 * have one or are left for later. From its opening until it is closed.
 */
final class Load implements AutoCloseable {

    private static final int WORKERS = 4;
    private static final int TRIES = 6;
    private static final int PAUSE_MILLIS = 40;

    /** Leaves processors to the servers that start. */
    private static final int BREATH_MILLIS = 15;

    private final Site site;
    private final Witness witness;
    private final List<Future<?>> workers = new ArrayList<>();
    private final AtomicLong granted = new AtomicLong();
    private volatile boolean over;

    Load(Site site, Findings findings) {
        this.site = site;
        this.witness = new Witness(site, findings);
        for (int i = 0; i < WORKERS; i++) {
            workers.add(site.clients().submit(this::work));
        }
    }

    private void work() {
        while (!over) {
            Request request = site.requests().next();
            if (!isGranted(request)) {
                site.leave(request);
            }
            pause(BREATH_MILLIS);
        }
    }

    private void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException ended) {
            over = true;
            Thread.currentThread().interrupt();
        }
    }

    private boolean isGranted(Request request) {
        for (int i = 0; i < TRIES && !over; i++) {
            Optional<Answer> answer = witness.ask(
                    request, site.replica(ThreadLocalRandom.current().nextInt(2)));
            if (answer.isPresent() && answer.get().status() == 200) {
                granted.incrementAndGet();
                return true;
            }
            pause(PAUSE_MILLIS);
        }
        return false;
    }

    /** Returns when so many more requests were granted: the load runs, and the servers with it. */
    void awaitGranted(int more) throws IOException, InterruptedException {
        long before = granted.get();
        Patience.await("certificates under load", () -> granted.get() >= before + more);
    }

    /** No new requests; returns when the last ones are over. */
    @Override
    public void close() throws IOException {
        over = true;
        Patience.close(this::awaitWorkers);
    }

    private void awaitWorkers() throws IOException, InterruptedException {
        for (Future<?> worker : workers) {
            try {
                worker.get(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("a client hangs or has failed", e);
            }
        }
    }
}
