package est.start;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's clock, which a test can put wrong for a moment. */
@Alternative
@Priority(1)
@Singleton
public class SwitchedClock extends Clock {

    private final Clock right = systemUTC();
    private final AtomicInteger rightReadings = new AtomicInteger();
    private volatile Duration wrongBy = Duration.ZERO;
    private volatile Duration wrongOnceBy = Duration.ZERO;

    /** Lets the clock be wrong by this much while something runs. */
    public void wrongBy(Duration difference, Runnable meanwhile) {
        wrongBy = difference;
        try {
            meanwhile.run();
        } finally {
            wrongBy = Duration.ZERO;
        }
    }

    /** Lets one reading be wrong by this much, after so many right ones, while something runs. */
    public void wrongOnceBy(Duration difference, int after, Runnable meanwhile) {
        rightReadings.set(after);
        wrongOnceBy = difference;
        try {
            meanwhile.run();
        } finally {
            wrongOnceBy = Duration.ZERO;
        }
    }

    @Override
    public Instant instant() {
        boolean wrongNow = !wrongOnceBy.isZero() && rightReadings.getAndDecrement() == 0;
        return right.instant().plus(wrongNow ? wrongOnceBy : wrongBy);
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return right.withZone(zone);
    }
}
