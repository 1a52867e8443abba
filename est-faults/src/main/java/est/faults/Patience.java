package est.faults;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waiting for what must come, bounded: long enough for a busy machine, and a failure after that. */
final class Patience {

    /** For anything that a server or a database does by itself. */
    static final Duration USUAL = Duration.ofMinutes(10);

    private static final int LOOK_MILLIS = 20;

    private Patience() {}

    /** What is waited for. */
    @FunctionalInterface
    interface Condition {
        /** Whether it has come. */
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * Returns when it has come.
     *
     * @throws IOException if patience is over
     */
    static void await(String what, Condition condition) throws IOException, InterruptedException {
        await(what, USUAL, condition);
    }

    /** Returns when it has come, after a time of its own. */
    static void await(String what, Duration time, Condition condition) throws IOException, InterruptedException {
        if (!within(time, condition)) {
            throw new IOException("waited in vain: " + what);
        }
    }

    /** Whether it comes in time. */
    static boolean within(Duration time, Condition condition) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > time.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return true;
    }

    /** What may wait. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws IOException, InterruptedException;
    }

    /** Does it in a {@code close()}, which must not throw {@code InterruptedException}. */
    static void close(Work work) throws IOException {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while closing");
        }
    }
}
