package est.start.command;

/** Why a command did not do what it was told, in one line for the operator. */
final class NotDone extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDone(String message) {
        super(message);
    }

    NotDone(String message, Throwable cause) {
        super(message, cause);
    }
}
