package est.record;

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
 * @param disabled whether an operator withdrew it
 */
public record Secret(
        UUID id,
        Optional<String> commonName,
        Optional<String> label,
        Optional<String> profile,
        Instant expiresAt,
        Optional<Instant> spentAt,
        boolean disabled) {}
