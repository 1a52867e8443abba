package est.issuance;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps an authority that is away from holding requests (T-23): after some failures in a row it is not asked any more, only
 * probed, again and again, in the background. When a probe succeeds one request goes ahead; if that is answered, all may.
 * Thread-safe.
 */
final class Breaker {

    private static final Logger LOG = Logger.getLogger(Breaker.class);

    private enum State {
        CLOSED,
        OPEN,
        ONE_GOES_AHEAD,
        ONE_IS_AHEAD
    }

    private final String ca;
    private final int bound;
    private final Supplier<CompletionStage<Void>> probe;
    private final Consumer<Runnable> later;
    private State state = State.CLOSED;
    private int inARow;
    private boolean closed;

    /**
     * A closed breaker.
     *
     * @param bound failures in a row after which it opens
     * @param probe tells whether the authority could sign; costs nothing and never blocks
     * @param later runs what it is given after the time between two probes, on another thread
     */
    Breaker(String ca, int bound, Supplier<CompletionStage<Void>> probe, Consumer<Runnable> later) {
        this.ca = ca;
        this.bound = bound;
        this.probe = probe;
        this.later = later;
    }

    /** Whether a request may go to the authority. Whoever gets true tells what became of it. */
    synchronized boolean permits() {
        if (state == State.ONE_GOES_AHEAD) {
            state = State.ONE_IS_AHEAD;
            return true;
        }
        return state == State.CLOSED;
    }

    /** Whether the authority is asked for anything at all. */
    synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /** The authority answered, whatever it said. */
    synchronized void answered() {
        inARow = 0;
        if (state != State.CLOSED) {
            state = State.CLOSED;
            LOG.infof("CA %s answers again", ca);
        }
    }

    /** The authority was away, or did not answer in time. */
    synchronized void away() {
        inARow++;
        if (state == State.CLOSED ? inARow >= bound : state != State.OPEN) {
            state = State.OPEN;
            LOG.warnf("CA %s is away: %d failures in a row; it is probed until it is back", ca, inARow);
            probeLater();
        }
    }

    /** Whoever was permitted left before the authority answered, which says nothing about it: clients must not open it. */
    synchronized void left() {
        if (state == State.ONE_IS_AHEAD) {
            state = State.ONE_GOES_AHEAD;
        }
    }

    synchronized void close() {
        closed = true;
    }

    private void probeLater() {
        later.accept(this::probe);
    }

    private void probe() {
        try {
            probe.get().whenComplete((present, failure) -> probed(failure == null));
        } catch (RuntimeException thrownDirectly) {
            probed(false);
        }
    }

    private synchronized void probed(boolean present) {
        if (closed || state != State.OPEN) {
            return;
        }
        if (present) {
            state = State.ONE_GOES_AHEAD;
        } else {
            probeLater();
        }
    }
}
