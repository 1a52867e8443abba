package est.approval;

import java.io.Serial;
import java.time.Duration;

/** The request waits for a person; asking again later may give its certificate (RFC 7030 §4.2.3). */
public final class AwaitingApproval extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    AwaitingApproval(Duration retryAfter) {
        super("the request waits for an operator", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When to ask again, at least a second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
