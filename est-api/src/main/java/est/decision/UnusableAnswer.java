package est.decision;

import java.io.Serial;

/** What came back is no answer to the question. The message is ours and quotes nothing. */
final class UnusableAnswer extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableAnswer(String message) {
        super(message, null, false, false);
    }
}
