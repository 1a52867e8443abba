package est.identity.throttle;

import est.identity.IpRange;
import est.record.DelayCurve;
import est.record.PasswordLimits;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The settings of throttling, checked.
 *
 * @param passwords what slows an account down
 * @param address what slows a network down
 * @param addressMemory how long after its last failure a network is forgotten
 * @param exempt networks that are never slowed down
 */
record ThrottleRules(PasswordLimits passwords, DelayCurve address, Duration addressMemory, List<IpRange> exempt) {

    private static final String PREFIX = "est.throttle.";
    private static final Duration LONGEST_MEMORY = Duration.ofDays(30);

    /**
     * The rules.
     *
     * @throws IllegalArgumentException naming the property that cannot work
     */
    static ThrottleRules of(ThrottleSettings settings) {
        ThrottleSettings.AccountAtAddress near = settings.accountAtAddress();
        ThrottleSettings.Account all = settings.account();
        ThrottleSettings.Address network = settings.address();
        DelayCurve atAddress = curve("account-at-address.", near.failures(), near.delay(), near.longestDelay());
        DelayCurve anywhere = curve("account.", all.failures(), all.delay(), all.longestDelay());
        DelayCurve address = curve("address.", network.failures(), network.delay(), network.longestDelay());
        requireMemory("memory", settings.memory(), atAddress, anywhere);
        requireMemory("address.memory", network.memory(), address);
        return new ThrottleRules(
                new PasswordLimits(atAddress, anywhere, settings.memory()),
                address,
                network.memory(),
                network.exempt().orElse(Set.of()).stream()
                        .map(ThrottleRules::range)
                        .toList());
    }

    private static DelayCurve curve(String group, int failures, Duration first, Duration longest) {
        try {
            return new DelayCurve(failures, first, longest);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(PREFIX + group + wrong.getMessage(), wrong);
        }
    }

    /** Who waits out a delay must not be forgotten by waiting. */
    private static void requireMemory(String property, Duration memory, DelayCurve... curves) {
        for (DelayCurve curve : curves) {
            if (memory.compareTo(curve.longest()) <= 0 || memory.compareTo(LONGEST_MEMORY) > 0) {
                throw new IllegalArgumentException(
                        PREFIX + property + ": must be longer than the longest delay, and 30d at most");
            }
        }
    }

    private static IpRange range(String text) {
        return IpRange.of(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        PREFIX + "address.exempt: " + text + " is no network such as 10.1.0.0/16"));
    }
}
