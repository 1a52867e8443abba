package est.ca.vault;

import java.io.Serial;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** An exchange that ended without an answer. What was to be sent is not in it. */
final class NoAnswer extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int DEEPEST_CAUSE = 16;

    private final boolean sent;

    private NoAnswer(boolean sent, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sent = sent;
    }

    /** No octet of the request left: whatever was asked did not happen. */
    static NoAnswer notSent(String message, @Nullable Throwable cause) {
        return new NoAnswer(false, message, cause);
    }

    /** The request may have arrived: whatever was asked may have happened. */
    static NoAnswer sent(String message, @Nullable Throwable cause) {
        return new NoAnswer(true, message, cause);
    }

    boolean isSent() {
        return sent;
    }

    /** Whether the other side's TLS certificate was refused: somebody must act. */
    boolean isCertificateRefused() {
        Throwable cause = getCause();
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof CertificateException || cause instanceof CertPathValidatorException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
