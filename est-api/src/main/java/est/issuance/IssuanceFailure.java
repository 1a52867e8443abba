package est.issuance;

import est.ca.CaException;
import io.smallrye.mutiny.TimeoutException;
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

    /** Nothing went wrong that a stack trace would explain: the authority was not asked, or decides later. */
    IssuanceFailure(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
        this.retryAfter = Duration.ZERO;
    }

    /** What the failure of an authority means for its request. */
    static IssuanceFailure of(Throwable cause) {
        if (cause instanceof IssuanceFailure known) {
            return known;
        }
        if (cause instanceof CaException answered) {
            return new IssuanceFailure(kind(answered), answered.getMessage(), answered.retryAfter(), cause);
        }
        String detail = cause instanceof TimeoutException
                ? "the certification authority did not answer in time"
                : "the certification authority failed";
        return new IssuanceFailure(Kind.UNKNOWN, detail, Duration.ZERO, cause);
    }

    /** The breaker is open. */
    static IssuanceFailure away() {
        return new IssuanceFailure(Kind.UNAVAILABLE, "the certification authority is away");
    }

    private static Kind kind(CaException failure) {
        return switch (failure.kind()) {
            case REFUSED -> Kind.REFUSED;
            case UNAVAILABLE -> Kind.UNAVAILABLE;
            case DEFECTIVE -> Kind.DEFECTIVE;
            case UNKNOWN -> Kind.UNKNOWN;
        };
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
