package est.record;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A user or a one-time secret as operators are shown it: without password and secret.
 *
 * @param id names it
 * @param kind which of the two
 * @param userName of a user
 * @param commonName the only common name it may enroll
 * @param label the only label it is good for
 * @param profile the profile that grants in place of the label's
 * @param createdAt when it was made
 * @param expiresAt after which a secret opens no enrollment
 * @param spentAt when a secret was spent
 * @param disabled whether an operator has disabled it
 */
public record Credential(
        UUID id,
        Kind kind,
        Optional<String> userName,
        Optional<String> commonName,
        Optional<String> label,
        Optional<String> profile,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> spentAt,
        boolean disabled) {

    /** What kinds there are. */
    public enum Kind {
        /** A one-time secret; its id is its name. */
        SECRET,
        /** A user with a password; the user name is its name. */
        PASSWORD
    }

    /** What operators call it by. */
    public String name() {
        return userName.orElseGet(id::toString);
    }

    /** Where it stands at that time, in a word: active, spent, expired or disabled. */
    public String state(Instant now) {
        if (disabled) {
            return "disabled";
        }
        if (spentAt.isPresent()) {
            return "spent";
        }
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent() ? "expired" : "active";
    }
}
