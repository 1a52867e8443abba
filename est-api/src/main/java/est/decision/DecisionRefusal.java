package est.decision;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The request is not answered because of its authorizer. The message is safe for the client; the cause is for the log. */
public final class DecisionRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why, in one word per rule. */
    public enum Reason {
        /** The authorizer said no. */
        DENIED,
        /** It decided on names that this client may not have, or that the profile does not grant. */
        NAMES_NOT_ALLOWED,
        /** It did not answer, or not in time, or is not asked for the moment because it did not. */
        UNAVAILABLE,
        /** It is being asked too much at once. */
        BUSY,
        /** What came back is no answer to the question. */
        UNUSABLE_ANSWER
    }

    private final Reason reason;
    private final String authorizersWords;

    private DecisionRefusal(Reason reason, String message, String authorizersWords, @Nullable Throwable cause) {
        super(message, cause, false, false);
        this.reason = reason;
        this.authorizersWords = authorizersWords;
    }

    /**
     * The authorizer said no.
     *
     * @param told whether the client hears the reason
     */
    public static DecisionRefusal denied(Decision.Denied denied, boolean told) {
        String message = "the request was not authorized";
        return new DecisionRefusal(
                Reason.DENIED,
                told && !denied.reason().isEmpty() ? message + ": " + denied.reason() : message,
                denied.reason(),
                null);
    }

    /** It decided on names that cannot be granted. */
    public static DecisionRefusal namesNotAllowed(RuntimeException why) {
        return new DecisionRefusal(
                Reason.NAMES_NOT_ALLOWED, "the names decided for this request cannot be granted", "", why);
    }

    static DecisionRefusal unavailable(@Nullable Throwable cause) {
        return new DecisionRefusal(Reason.UNAVAILABLE, "the request cannot be authorized right now", "", cause);
    }

    static DecisionRefusal busy() {
        return new DecisionRefusal(Reason.BUSY, "too many requests are being authorized", "", null);
    }

    static DecisionRefusal unusable(Throwable cause) {
        return new DecisionRefusal(Reason.UNUSABLE_ANSWER, "the request cannot be authorized right now", "", cause);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** For the audit: the reason, and the authorizer's words where there are any. */
    public String forAudit() {
        return "AUTHORIZER_" + reason + (authorizersWords.isEmpty() ? "" : ": " + authorizersWords);
    }
}
