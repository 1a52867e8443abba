package est.record;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A one-time enrollment secret, without the secret.
 *
 * @param id names it in an {@link Intent}
 * @param commonName the only common name it may enroll, if it fixes one
 * @param label the only label it is good for, if it fixes one
 * @param profile the profile that grants in place of the label's, if it names one
 * @param expiresAt after which it opens no enrollment
 * @param spentAt when it was spent; a spent secret still authenticates the repeat of its own enrollment
 * @param readAt the database's time when this was read
 * @param disabled whether an operator withdrew it
 */
public record Secret(
        UUID id,
        Optional<String> commonName,
        Optional<String> label,
        Optional<String> profile,
        Instant expiresAt,
        Optional<Instant> spentAt,
        Instant readAt,
        boolean disabled) {

    /**
     * Whether it opens an enrollment, or may open the repeat of its own; by the database's clock, as the intent is judged (I-12).
     *
     * @param replayWindow for how long a spent secret is good for the repeat
     */
    public boolean isGood(Duration replayWindow) {
        Instant end = spentAt.map(spent -> spent.plus(replayWindow)).orElse(expiresAt);
        return !disabled && readAt.isBefore(end);
    }
}
