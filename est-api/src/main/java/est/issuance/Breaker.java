package est.issuance;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps somebody who is away, a certification authority or an authorizer, from holding requests (T-23): after some failures in
 * a row it is not asked any more, only probed, again and again, in the background. When a probe succeeds one request goes ahead;
 * if that is answered, all may. Thread-safe.
 */
public final class Breaker {

    private static final Logger LOG = Logger.getLogger(Breaker.class);

    private enum State {
        CLOSED,
        OPEN,
        ONE_GOES_AHEAD,
        ONE_IS_AHEAD
    }

    private final String who;
    private final int bound;
    private final Supplier<CompletionStage<Void>> probe;
    private final Consumer<Runnable> later;
    private State state = State.CLOSED;
    private int inARow;
    private boolean closed;

    /**
     * A closed breaker.
     *
     * @param who is asked, for the log
     * @param bound failures in a row after which it opens
     * @param probe tells whether it is back; costs nothing and never blocks
     * @param later runs what it is given after the time between two probes, on another thread
     */
    public Breaker(String who, int bound, Supplier<CompletionStage<Void>> probe, Consumer<Runnable> later) {
        this.who = who;
        this.bound = bound;
        this.probe = probe;
        this.later = later;
    }

    /** Whether a request may go there. Whoever gets true tells what became of it. */
    public synchronized boolean permits() {
        if (state == State.ONE_GOES_AHEAD) {
            state = State.ONE_IS_AHEAD;
            return true;
        }
        return state == State.CLOSED;
    }

    /** Whether it is asked for nothing at all. */
    public synchronized boolean isOpen() {
        return state == State.OPEN;
    }

    /** It answered, whatever it said. */
    public synchronized void answered() {
        inARow = 0;
        if (state != State.CLOSED) {
            state = State.CLOSED;
            LOG.infof("%s answers again", who);
        }
    }

    /** It was away, or did not answer in time. */
    public synchronized void away() {
        inARow++;
        if (state == State.CLOSED ? inARow >= bound : state != State.OPEN) {
            state = State.OPEN;
            LOG.warnf("%s is away: %d failures in a row; it is probed until it is back", who, inARow);
            probeLater();
        }
    }

    /** Whoever was permitted left before it answered, which says nothing about it: clients must not open it. */
    public synchronized void left() {
        if (state == State.ONE_IS_AHEAD) {
            state = State.ONE_GOES_AHEAD;
        }
    }

    /** Nothing is probed any more. */
    public synchronized void close() {
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
