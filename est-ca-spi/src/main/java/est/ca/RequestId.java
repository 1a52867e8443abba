package est.ca;

import java.util.Objects;
import java.util.UUID;

/**
 * Identifies one issuance across retries: the id of the committed intent.
 *
 * @param value random, never reused
 * @since 0.1
 */
public record RequestId(UUID value) {

    /** Refuses a missing value. */
    public RequestId {
        Objects.requireNonNull(value, "value");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
