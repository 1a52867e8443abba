package est.identity.throttle;

import est.record.FailedPasswords;
import est.record.PasswordAttempt;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Slows down whoever presents wrong passwords and secrets, before anything slow is done for them (T-9). Networks are remembered
 * by each server, accounts by the database. Thread-safe.
 */
@ApplicationScoped
public class PasswordThrottle {

    private static final int MOST_NETWORKS = 10_000;

    private final ThrottleSettings settings;
    private final ThrottleRules rules;
    private final AddressDelays networks;
    private final FailedPasswords accounts;
    private final ThrottleMetrics metrics;

    PasswordThrottle(ThrottleSettings settings, FailedPasswords accounts, ThrottleMetrics metrics) {
        this.settings = settings;
        this.rules = ThrottleRules.of(settings);
        this.networks = new AddressDelays(rules.address(), rules.addressMemory(), MOST_NETWORKS, System::nanoTime);
        this.accounts = accounts;
        this.metrics = metrics;
    }

    /**
     * Checks the settings before the first request.
     *
     * @throws IllegalArgumentException naming the property that cannot work
     */
    public void requireUsable() {
        ThrottleRules.of(settings);
    }

    /** How long whoever comes from this address still has to wait before anything is looked at; zero if not. */
    public Duration delayAt(String address) {
        Duration remaining = isCounted(address)
                ? networks.remaining(SourceNetwork.of(address).name())
                : Duration.ZERO;
        if (!remaining.isZero()) {
            metrics.address();
        }
        return remaining;
    }

    /** A wrong password or secret came from this address. */
    public void failedAt(String address) {
        if (isCounted(address)) {
            networks.failed(SourceNetwork.of(address).name());
        }
    }

    private boolean isCounted(String address) {
        return settings.address().enabled()
                && rules.exempt().stream()
                        .noneMatch(range ->
                                range.contains(SourceNetwork.of(address).octets()));
    }

    /**
     * Whether a password of this account may be looked at now at this label: one round trip to the database, and the same for accounts that do
     * not exist. Fails as the record does: then no password counts (I-6).
     */
    public Uni<PasswordAttempt> admit(String label, String userName, String address) {
        return accounts.admit(label, userName, SourceNetwork.of(address).name(), rules.passwords())
                .invoke(attempt -> {
                    if (attempt instanceof PasswordAttempt.Delayed) {
                        metrics.account();
                    }
                });
    }

    /** It was wrong. */
    public Uni<Void> failed(PasswordAttempt.Admitted attempt) {
        return accounts.failed(attempt, rules.passwords());
    }

    /** It was right. */
    public Uni<Void> succeeded(PasswordAttempt.Admitted attempt) {
        return accounts.succeeded(attempt);
    }
}
