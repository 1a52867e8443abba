package est.approval;

import est.record.PendingLimits;
import java.time.Duration;

/**
 * The settings of waiting, checked.
 *
 * @param retryAfter when a waiting client is told to ask again, more or less
 * @param limits how many may wait, and how long
 */
public record ApprovalRules(Duration retryAfter, PendingLimits limits) {
    private static final Duration LONGEST_RETRY = Duration.ofDays(1);
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(365);
    private static final int MOST = 100_000;

    /**
     * The rules of these settings.
     *
     * @throws IllegalArgumentException naming the property that cannot work
     */
    public static ApprovalRules of(ApprovalSettings settings) {
        Duration retry = settings.retryAfter();
        require(
                retry.compareTo(Duration.ofSeconds(1)) >= 0 && retry.compareTo(LONGEST_RETRY) <= 0,
                "retry-after",
                "must be 1s to 1d");
        Duration lifetime = settings.lifetime();
        require(
                lifetime.compareTo(retry.multipliedBy(2)) >= 0 && lifetime.compareTo(LONGEST_LIFETIME) <= 0,
                "lifetime",
                "must be at least twice est.approval.retry-after, and 365d at most");
        require(settings.perIdentity() > 0 && settings.perIdentity() <= MOST, "per-identity", "must be 1 to 100000");
        require(settings.perLabel() > 0 && settings.perLabel() <= MOST, "per-label", "must be 1 to 100000");
        return new ApprovalRules(retry, new PendingLimits(settings.perIdentity(), settings.perLabel(), lifetime));
    }

    private static void require(boolean holds, String property, String why) {
        if (!holds) {
            throw new IllegalArgumentException("est.approval." + property + ": " + why);
        }
    }
}
