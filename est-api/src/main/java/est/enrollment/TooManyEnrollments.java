package est.enrollment;

import java.io.Serial;
import java.time.Duration;

/** The identity has enrolled as often as its label lets it. The message is safe for the client. */
public final class TooManyEnrollments extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyEnrollments(Duration retryAfter) {
        super("you have enrolled too often, try again later");
        this.retryAfter = retryAfter;
    }

    /** When it may enroll again, whole seconds. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
