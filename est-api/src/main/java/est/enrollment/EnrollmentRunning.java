package est.enrollment;

import java.io.Serial;
import java.time.Duration;

/**
 * A request for the same certificate, or another holder's for the same key, is being answered right now, perhaps by another replica:
 * asking again later gives the certificate (I-3), or says whose the key is (T-17).
 */
public final class EnrollmentRunning extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    EnrollmentRunning(Duration retryAfter) {
        super("a request for the same certificate or key is being answered", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When to ask again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
