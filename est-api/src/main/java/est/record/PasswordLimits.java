package est.record;

import java.time.Duration;

/**
 * How failed passwords slow the next ones down.
 *
 * @param atAddress those of one account from one network
 * @param anywhere those of one account, wherever they come from
 * @param memory how long after the last failure both are forgotten
 */
public record PasswordLimits(DelayCurve atAddress, DelayCurve anywhere, Duration memory) {}
