package est.record;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * How many refusals may become rows (T-24): a flood of bad requests must fill neither the table nor the connection pool.
 * Thread-safe.
 */
@ApplicationScoped
class RefusalBounds {
    static final int AT_ONCE = 8;
    static final int PER_ADDRESS_AND_MINUTE = 60;
    static final int PER_MINUTE = 3_000;
    private static final long MINUTE_MILLIS = 60_000;

    private final Clock clock;
    private final Map<String, Integer> minute = new HashMap<>();
    private long current;
    private int inMinute;
    private int now;

    RefusalBounds(Clock clock) {
        this.clock = clock;
    }

    /** Whether one more may be written; if so, {@link #leave} follows. */
    synchronized boolean enter(String address) {
        turn(clock.millis() / MINUTE_MILLIS);
        if (now >= AT_ONCE || inMinute >= PER_MINUTE || minute.getOrDefault(address, 0) >= PER_ADDRESS_AND_MINUTE) {
            return false;
        }
        minute.merge(address, 1, Integer::sum);
        inMinute++;
        now++;
        return true;
    }

    /** One that entered has been written or lost. */
    synchronized void leave() {
        now--;
    }

    private void turn(long next) {
        if (next != current) {
            current = next;
            minute.clear();
            inMinute = 0;
        }
    }
}
