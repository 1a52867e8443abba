package est.record;

import java.time.Duration;

/**
 * How many requests may wait, and how long (T-24).
 *
 * @param perIdentity of one identity under one label
 * @param perLabel under one label
 * @param lifetime until a request that waits, and later the decision on it, is forgotten
 */
public record PendingLimits(int perIdentity, int perLabel, Duration lifetime) {}
