package est.record;

import java.util.Optional;

/**
 * A decision against a request, for the audit. Longer texts are cut.
 *
 * @param label the label's name, or empty for the default one
 * @param operation the EST operation
 * @param identity what authentication proved, if anything
 * @param reason why, in our own words
 * @param address the client's socket address
 * @param requestReference our correlation id of the HTTP request
 */
public record Refusal(
        String label,
        String operation,
        Optional<String> identity,
        String reason,
        String address,
        String requestReference) {}
