package est.approval;

import java.io.Serial;
import java.time.Duration;

/** The request neither waits for a person nor has one's approval. The message is safe for the client. */
public final class ApprovalRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** An operator rejected it. What the operator wrote is in the record and in the audit, never in the answer. */
        REJECTED,
        /** Too many requests of the same identity wait (EST-PEND-09). */
        TOO_MANY_OF_IDENTITY,
        /** Another request waits with the same one-time secret. */
        SECRET_HELD,
        /** Too many requests wait under this label (T-24). */
        TOO_MANY_OF_LABEL
    }

    private final Reason reason;
    private final Duration retryAfter;

    ApprovalRefusal(Reason reason, Duration retryAfter) {
        super(
                switch (reason) {
                    case REJECTED -> "an operator rejected the request";
                    case TOO_MANY_OF_IDENTITY -> "too many of your requests wait for an operator";
                    case SECRET_HELD -> "another request with this one-time secret waits for an operator";
                    case TOO_MANY_OF_LABEL -> "too many requests wait for an operator";
                },
                null,
                false,
                false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Why not. */
    public Reason reason() {
        return reason;
    }

    /** When asking again makes sense, except after {@code REJECTED}. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
