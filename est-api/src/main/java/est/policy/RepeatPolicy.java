package est.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What a label does with requests that come again.
 *
 * @param duplicates what becomes of them
 * @param replayWindow how long after its answer a request that comes again gets the same one; zero for never
 * @param rate how often one identity may enroll, repeats aside
 */
public record RepeatPolicy(DuplicatePolicy duplicates, Duration replayWindow, Optional<EnrollmentRate> rate) {

    private static final Duration USUAL = Duration.ofHours(24);

    /** A spent one-time secret identifies as long, and a client that asks for a month has its answer. */
    private static final Duration LONGEST = Duration.ofDays(30);

    /**
     * Checks that the one does not contradict the other.
     *
     * @throws IllegalArgumentException if it does, or the window is negative or longer than 30 days
     */
    public RepeatPolicy {
        if (replayWindow.isNegative() || replayWindow.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a replay window lasts from 0s to 30d");
        }
        if (duplicates == DuplicatePolicy.ALLOW && !replayWindow.isZero()) {
            throw new IllegalArgumentException("duplicates=allow replays nothing: leave the replay window out");
        }
        if (duplicates == DuplicatePolicy.REPLAY && replayWindow.isZero()) {
            throw new IllegalArgumentException(
                    "duplicates=replay needs a replay window: say duplicates=allow for none");
        }
    }

    /** However often an identity enrolls. */
    public RepeatPolicy(DuplicatePolicy duplicates, Duration replayWindow) {
        this(duplicates, replayWindow, Optional.empty());
    }

    /** Of these, with a limit. */
    public RepeatPolicy limitedTo(Optional<EnrollmentRate> perIdentity) {
        return new RepeatPolicy(duplicates, replayWindow, perIdentity);
    }

    /** With the window given, or the usual one. */
    public static RepeatPolicy of(DuplicatePolicy duplicates, Optional<Duration> replayWindow) {
        Duration usual = duplicates == DuplicatePolicy.ALLOW ? Duration.ZERO : USUAL;
        return new RepeatPolicy(duplicates, replayWindow.orElse(usual));
    }
}
