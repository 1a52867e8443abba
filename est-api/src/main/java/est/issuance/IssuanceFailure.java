package est.issuance;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No certificate can be delivered. The message is safe for the client; the cause is for the log. */
public final class IssuanceFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is known about the signature. */
    public enum Kind {
        /** The authority refuses this request for ever; nothing was signed. */
        REFUSED,
        /** The authority could not be asked; nothing was signed. */
        UNAVAILABLE,
        /** An operator must act; nothing was signed. */
        DEFECTIVE,
        /** The authority was asked and no answer came: a certificate may exist. */
        UNKNOWN,
        /** The authority signed something else than was granted (I-5): a certificate exists and must not be delivered. */
        MISMATCH
    }

    private final Kind kind;
    private final Duration retryAfter;

    IssuanceFailure(Kind kind, String detail, Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    IssuanceFailure(Kind kind, String detail) {
        this(kind, detail, Duration.ZERO, null);
    }

    /** What is known. */
    public Kind kind() {
        return kind;
    }

    /** When to try again; zero if the authority does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
