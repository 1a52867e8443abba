package est.start;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The server's clock, which a test can put wrong for a moment. */
@Alternative
@Priority(1)
@Singleton
public class SwitchedClock extends Clock {

    private final Clock right = systemUTC();
    private volatile Duration wrongBy = Duration.ZERO;

    /** Lets the clock be wrong by this much while something runs. */
    public void wrongBy(Duration difference, Runnable meanwhile) {
        wrongBy = difference;
        try {
            meanwhile.run();
        } finally {
            wrongBy = Duration.ZERO;
        }
    }

    @Override
    public Instant instant() {
        return right.instant().plus(wrongBy);
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
