package est.enrollment;

/** The server's clock shows a time before the server was built: nothing is issued until an operator has set it (I-12). */
public final class ClockBehind extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClockBehind() {
        super("the clock of the server is wrong");
    }
}
