package est.enrollment;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why something failed, for a log that an outage must not fill: a stack trace for each request in it would. */
public final class Causes {

    private static final int DEEPEST = 8;

    private Causes() {}

    /** The messages from the outermost to the innermost, each once. */
    public static String inOneLine(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(DEEPEST)
                .map(cause -> String.valueOf(cause.getMessage()).lines().collect(Collectors.joining(" ")))
                .distinct()
                .collect(Collectors.joining(": "));
    }
}
