package est.outbound;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An exchange that ended without a whole answer. What was sent is not in it. */
public final class NoReply extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NoReply(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
