package est.ca;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one failure of a certification authority. The message is safe to show to a client; the cause is for the log only.
 *
 * @since 0.1
 */
public final class CaException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Who must act. */
    public enum Kind {
        /** This request will never be issued; the client must change it. */
        REFUSED,
        /** Nothing was asked of the signing key; the same request may succeed later. */
        UNAVAILABLE,
        /** An operator must act before anything is issued. */
        DEFECTIVE,
        /** The authority was asked and its answer is not known: a certificate may exist that nobody received. */
        UNKNOWN
    }

    private final Kind kind;
    private final Duration retryAfter;

    private CaException(Kind kind, String detail, Duration retryAfter, @Nullable Throwable cause) {
        super(detail, cause);
        if (retryAfter.isNegative()) {
            throw new IllegalArgumentException("time to the next try is negative");
        }
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /**
     * The authority refuses this request for ever.
     *
     * @param detail what to change, fit for the client
     */
    public static CaException refused(String detail, @Nullable Throwable cause) {
        return new CaException(Kind.REFUSED, detail, Duration.ZERO, cause);
    }

    /**
     * The authority could not be asked.
     *
     * @param retryAfter when to try again; zero lets the caller choose
     */
    public static CaException unavailable(String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new CaException(Kind.UNAVAILABLE, detail, retryAfter, cause);
    }

    /** The authority's settings, key or answers are broken. */
    public static CaException defective(String detail, @Nullable Throwable cause) {
        return new CaException(Kind.DEFECTIVE, detail, Duration.ZERO, cause);
    }

    /** The authority was asked; whether it signed is not known. */
    public static CaException unknown(String detail, @Nullable Throwable cause) {
        return new CaException(Kind.UNKNOWN, detail, Duration.ZERO, cause);
    }

    /** Who must act. */
    public Kind kind() {
        return kind;
    }

    /** When to try again; zero if the authority does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
