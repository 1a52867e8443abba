package est.ca;

import java.util.UUID;

/**
 * Identifies one issuance across retries: the id of the committed intent.
 *
 * @param value random, never reused
 * @since 0.1
 */
public record RequestId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
