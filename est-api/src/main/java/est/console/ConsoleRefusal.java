package est.console;

import java.io.Serial;

/** The console does not do it. The message is for the operator. */
public final class ConsoleRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** No token, or one that does not count. */
        UNAUTHENTICATED(401, "Unauthorized"),
        /** The operator's role does not cover it. */
        NOT_ALLOWED(403, "Forbidden"),
        /** There is no such thing. */
        UNKNOWN(404, "Not Found"),
        /** The request does not wait any more. */
        NOT_WAITING(409, "Conflict"),
        /** It is there already, or there can be no more of them. */
        NO_ROOM(409, "Conflict"),
        /** The call is not well-formed. */
        MALFORMED(400, "Bad Request");

        private final int status;
        private final String title;

        Reason(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }
    }

    private final Reason reason;

    ConsoleRefusal(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
