package est.proof;

import java.io.Serial;

/** The request does not prove what it must. The message is safe for the client and says what to change. */
public final class ProofFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What was not proven. */
    public enum Reason {
        /** Signed with MD5 or SHA-1, or with an algorithm that does not fit the key. */
        SIGNATURE_ALGORITHM,
        /** The signature does not verify with the request's own key. */
        SIGNATURE,
        /** A channel binding is present and is not that of this TLS session. */
        CHANNEL_BINDING,
        /** The label requires a channel binding and the request has none (EST-POP-08). */
        CHANNEL_BINDING_MISSING
    }

    private final Reason reason;

    ProofFailure(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    /** What was not proven. */
    public Reason reason() {
        return reason;
    }
}
