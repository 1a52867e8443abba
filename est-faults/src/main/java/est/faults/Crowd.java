package est.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many who wait at once: each must be told to come back, and no server may hold a thread or memory for each of them. */
final class Crowd {

    /** More than there are database connections, threads of any pool, and {@link Growth} allows. */
    private static final int SIZE = 64;

    private static final int LOOK_MILLIS = 250;

    private Crowd() {}

    /** All ask the same server; returns when the last has its answer. */
    static void refused(Site site, Replica replica, Findings findings, String because)
            throws IOException, InterruptedException {
        Witness witness = new Witness(site, findings);
        Growth growth = Growth.of(replica);
        List<Future<?>> crowd = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            Request request = site.requests().next();
            crowd.add(site.clients().submit(() -> witness.refused(request, replica, because)));
        }
        while (!crowd.stream().allMatch(Future::isDone)) {
            growth.require(findings, because);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        growth.require(findings, because);
        for (Future<?> one : crowd) {
            requireRun(one);
        }
    }

    private static void requireRun(Future<?> one) throws IOException, InterruptedException {
        try {
            one.get();
        } catch (ExecutionException e) {
            throw new IOException("a client has failed", e);
        }
    }
}
