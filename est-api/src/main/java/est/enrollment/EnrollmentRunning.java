package est.enrollment;

import java.io.Serial;
import java.time.Duration;

/** The same request is being answered right now, perhaps by another replica: asking again later gives its certificate (I-3). */
public final class EnrollmentRunning extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    EnrollmentRunning(Duration retryAfter) {
        super("the same request is being answered", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** When to ask again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
