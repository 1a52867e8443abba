package est.quickstart;

/** The quick start cannot go on; the message is one line that tells the operator what to do. Holds no secret. */
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param line one line for the operator
     */
    public CannotStart(String line) {
        super(line);
    }

    /**
     * Says why, with what was found below.
     *
     * @param line one line for the operator
     * @param cause for a stack trace, when someone asks for it
     */
    public CannotStart(String line, Throwable cause) {
        super(line, cause);
    }
}
