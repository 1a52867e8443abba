package est.protocol;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a library's parser over octets a stranger wrote, so that whatever it throws becomes one clear refusal. */
final class Parsed {

    private Parsed() {}

    /**
     * What the parser makes of the octets.
     *
     * @throws MalformedMessageException if it throws anything
     */
    static <T extends @Nullable Object> T by(Supplier<T> parser, String what) {
        try {
            return parser.get();
        } catch (MalformedMessageException alreadyClear) {
            throw alreadyClear;
        } catch (RuntimeException ofTheLibrary) {
            // Parsers fail with a handful of unchecked types; their texts are not for clients.
            throw new MalformedMessageException("the " + what + " cannot be read");
        }
    }
}
