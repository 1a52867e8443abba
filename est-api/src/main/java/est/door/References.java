package est.door;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/** Draws the reference ids of requests: unique enough to find a request in the log, no secret. Thread-safe. */
final class References {

    private final LongSupplier random;

    References(LongSupplier random) {
        this.random = random;
    }

    /** From a source that neither blocks nor locks. */
    static References random() {
        return new References(() -> ThreadLocalRandom.current().nextLong());
    }

    /** Sixteen hexadecimal digits. */
    String next() {
        return HexFormat.of().toHexDigits(random.getAsLong());
    }
}
