package est.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the next attempt has to wait after so many failures: not at all, then {@code first}, then twice as long after each
 * further one, up to {@code longest}.
 *
 * @param failures the failure that is the first one to cost time, at least 1
 * @param first what it costs, whole seconds
 * @param longest what none costs more than, whole seconds
 */
public record DelayCurve(int failures, Duration first, Duration longest) {

    /** More would not be told apart by anybody. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final int MOST_FAILURES = 1_000_000;

    /** Refuses what is no curve, naming the part. */
    public DelayCurve {
        if (failures < 1 || failures > MOST_FAILURES) {
            throw new IllegalArgumentException("failures: must be 1 to " + MOST_FAILURES);
        }
        if (!isWholeSeconds(first) || first.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("delay: must be whole seconds, at least 1s");
        }
        if (!isWholeSeconds(longest) || longest.compareTo(first) < 0 || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("longest-delay: must be whole seconds, the delay at least, 1d at most");
        }
    }

    private static boolean isWholeSeconds(Duration duration) {
        return duration.equals(Duration.ofSeconds(duration.toSeconds()));
    }

    /** The delay after so many failures. */
    public Duration after(int count) {
        List<Duration> steps = steps();
        return count < failures ? Duration.ZERO : steps.get(Math.min(count - failures, steps.size() - 1));
    }

    /** The growing delays, the last of which stays. */
    private List<Duration> steps() {
        List<Duration> steps = new ArrayList<>();
        Duration step = first;
        while (step.compareTo(longest) < 0) {
            steps.add(step);
            step = step.multipliedBy(2);
        }
        steps.add(longest);
        return steps;
    }

    /** The same in seconds, as statements take them. */
    Integer[] seconds() {
        return steps().stream().map(step -> (int) step.toSeconds()).toArray(Integer[]::new);
    }
}
