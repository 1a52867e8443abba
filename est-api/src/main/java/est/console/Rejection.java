package est.console;

import org.jspecify.annotations.Nullable;

/**
 * Why a request is rejected.
 *
 * @param reason for the record and the audit, never shown to the client; 1 to 256 characters without control characters
 */
public record Rejection(@Nullable String reason) {
    private static final int LONGEST = 256;

    /** The reason, or a refusal of what is none. */
    String checked() {
        if (reason == null
                || reason.isBlank()
                || reason.length() > LONGEST
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new ConsoleRefusal(
                    ConsoleRefusal.Reason.MALFORMED, "reason must be 1 to 256 characters without control characters");
        }
        return reason;
    }
}
