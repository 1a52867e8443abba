package est.start;

import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one line of what the platform says when TLS files cannot be used at start: it reads them before any code of ours runs and
 * tells it with a trace (F-25).
 */
final class StartComplaint implements Filter {

    private static final Pattern TLS_FILES =
            Pattern.compile("Invalid .*(?:key|trust|certificate).* configuration for certificate '([^']+)'.*");
    private static final Pattern UNREADABLE = Pattern.compile("Unable to read file (.+)");

    /** Held, since the platform keeps loggers weakly. */
    private static final Logger PLATFORM = Logger.getLogger("io.quarkus.runtime.Application");

    private StartComplaint() {}

    /** From now on. */
    static void inOneLine() {
        PLATFORM.setFilter(new StartComplaint());
    }

    @Override
    public boolean isLoggable(LogRecord complaint) {
        Optional<String> line = causes(complaint.getThrown())
                .map(cause -> TLS_FILES.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::matches)
                .findFirst()
                .map(tls -> "the server cannot start: quarkus.tls." + tls.group(1) + ": " + why(complaint.getThrown()));
        // not through the log: the process ends before its writer, a thread of its own, gets to the line
        line.ifPresent(System.err::println);
        return line.isEmpty();
    }

    private static String why(Throwable failure) {
        return causes(failure)
                .map(cause -> UNREADABLE.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::matches)
                .map(unreadable -> unreadable.group(1) + " cannot be read")
                .findFirst()
                .orElseGet(() -> causes(failure)
                        .reduce((cause, innermost) -> innermost)
                        .map(innermost -> "its files are no such PEM: " + innermost.getMessage())
                        .orElseThrow());
    }

    private static Stream<Throwable> causes(@Nullable Throwable failure) {
        return failure == null ? Stream.empty() : Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }
}
