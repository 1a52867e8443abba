package est.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A point in a conversation at which a relay stops once, until it is told whether to go on. Whoever set the trap waits for it
 * to spring and then does what the fault is about. Thread-safe.
 */
final class Trap {

    /** Longer than any fault keeps a conversation waiting. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final AtomicBoolean taken = new AtomicBoolean();
    private final CountDownLatch sprung = new CountDownLatch(1);
    private final CompletableFuture<Boolean> passes = new CompletableFuture<>();

    /** A trap that does not wait to be told: whoever comes there is cut off. */
    static Trap cutting() {
        Trap trap = new Trap();
        trap.cut();
        return trap;
    }

    /**
     * The relay has come to the point; the first one waits here.
     *
     * @return whether it goes on; if not, it cuts the conversation
     */
    boolean passed() {
        if (taken.getAndSet(true)) {
            return true;
        }
        sprung.countDown();
        return passes.completeOnTimeout(false, LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    boolean isSprung() {
        return sprung.getCount() == 0;
    }

    /**
     * Returns when a conversation stands at the point.
     *
     * @throws IOException if none comes
     */
    void awaitSprung() throws IOException, InterruptedException {
        if (!sprung.await(Patience.USUAL.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("nobody came to the trap");
        }
    }

    /** The conversation goes on. */
    void pass() {
        passes.complete(true);
    }

    /** The conversation is cut. */
    void cut() {
        passes.complete(false);
    }
}
