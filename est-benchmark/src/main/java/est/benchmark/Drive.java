package est.benchmark;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Workers that visit at once, each as soon as its last visit is over, until a time has passed or a number is reached. */
final class Drive {

    private static final int ROOM = 1024;

    private final Consumption consumption;

    Drive(Consumption consumption) {
        this.consumption = consumption;
    }

    /** As many visits as fit into the time. */
    Tally during(Duration time, int workers, Visits.Opening opening) throws IOException, InterruptedException {
        return drive(time, Long.MAX_VALUE, workers, opening);
    }

    /** A number of visits. */
    Tally times(int count, int workers, Visits.Opening opening) throws IOException, InterruptedException {
        return drive(Duration.ofHours(2), count, workers, opening);
    }

    private Tally drive(Duration atMost, long visits, int workers, Visits.Opening opening)
            throws IOException, InterruptedException {
        CountDownLatch open = new CountDownLatch(workers);
        CountDownLatch go = new CountDownLatch(1);
        AtomicLong left = new AtomicLong(visits);
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<long[]>> results = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                results.add(threads.submit(work(opening, worker, open, go, left, atMost)));
            }
            open.await();
            Usage before = consumption.read();
            go.countDown();
            List<long[]> taken = new ArrayList<>();
            for (Future<long[]> result : results) {
                taken.add(result.get());
            }
            return new Tally(Latencies.of(taken), consumption.read().since(before));
        } catch (ExecutionException e) {
            throw new IOException("a visit failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<long[]> work(
            Visits.Opening opening,
            int worker,
            CountDownLatch open,
            CountDownLatch go,
            AtomicLong left,
            Duration atMost) {
        return () -> {
            long[] taken = new long[ROOM];
            int count = 0;
            boolean opened = false;
            try (Visits visits = opening.open(worker)) {
                open.countDown();
                opened = true;
                go.await();
                long start = System.nanoTime();
                while (System.nanoTime() - start < atMost.toNanos() && left.getAndDecrement() > 0) {
                    if (count == taken.length) {
                        taken = Arrays.copyOf(taken, 2 * count);
                    }
                    taken[count++] = visits.next();
                }
                return Arrays.copyOf(taken, count);
            } finally {
                if (!opened) {
                    open.countDown();
                }
            }
        };
    }
}
