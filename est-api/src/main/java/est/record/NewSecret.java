package est.record;

import java.time.Instant;
import java.util.Optional;

/**
 * A one-time secret that is to be recorded.
 *
 * @param sha256 digest of the secret; taken over, not copied
 * @param commonName the only common name it may enroll, if it shall fix one
 * @param label the only label it shall be good for
 * @param profile the profile that shall grant in place of the label's
 * @param expiresAt after which it opens no enrollment
 */
public record NewSecret(
        byte[] sha256,
        Optional<String> commonName,
        Optional<String> label,
        Optional<String> profile,
        Instant expiresAt) {

    /** Without the digest. */
    @Override
    public String toString() {
        return "NewSecret[" + expiresAt + "]";
    }
}
