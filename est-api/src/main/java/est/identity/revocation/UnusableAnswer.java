package est.identity.revocation;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A CRL or an OCSP response that says nothing that could be believed. The message says why, after the name of what it is. */
final class UnusableAnswer extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableAnswer(String why) {
        this(why, null);
    }

    UnusableAnswer(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
