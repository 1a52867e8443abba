package est.approval;

import java.io.Serial;
import java.time.Duration;

/** The request waits for a person; asking again later may give its certificate (RFC 7030 §4.2.3). */
public final class AwaitingApproval extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;
    private final boolean bound;

    AwaitingApproval(Duration retryAfter, boolean bound) {
        super("the request waits for an operator", null, false, false);
        this.retryAfter = retryAfter;
        this.bound = bound;
    }

    /** Whether the request was bound to its TLS session: the repeat needs another one (EST-POP-14). */
    public boolean bound() {
        return bound;
    }

    /** When to ask again, at least a second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
