package est.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server wrote.
 *
 * @param file where; need not be there yet
 */
record ServerLog(Path file) {

    private static final Pattern REFERENCE = Pattern.compile("reference ([0-9a-f]{16})");

    /**
     * The class of a failure stands in an entry only where its trace follows. The trace itself is no sign: what others print to
     * standard error comes between the lines.
     */
    private static final Pattern TRACED =
            Pattern.compile(".* Request [0-9a-f]{16}: no record: est\\.record\\.RecordFailure: .*");

    /** What a library prints to standard error itself: in an entry, such a class does not begin a line. */
    private static final Pattern PRINTED = Pattern.compile("java\\.(io|net|nio)\\.[\\w.]+Exception: .*");

    /** Begins an entry. */
    private static final Pattern STAMP = Pattern.compile("\\d{4}-\\d{2}-\\d{2} .*");

    /** What no server may write, whatever happens to it: a probe must be answered, and an outage must not fill the disk. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (String line : lines()) {
            if (line.contains("Error processing Health Checks")) {
                found.add("a health check failed by itself");
            } else if (TRACED.matcher(line).matches()) {
                found.add("a request that was refused for want of the database has a stack trace");
            } else if (PRINTED.matcher(line).matches()) {
                found.add("the end of a connection was printed past the log");
            }
        }
        return found.stream().distinct().toList();
    }

    /** The reason, as far as this server knows it, of a violation that names the reference of an answer. */
    List<String> reasonOf(String violation) {
        Matcher reference = REFERENCE.matcher(violation);
        return reference.find() ? entriesWith(reference.group(1)) : List.of();
    }

    /** Without the lines of stack traces. */
    private List<String> entriesWith(String text) {
        List<String> found = new ArrayList<>();
        boolean within = false;
        for (String line : lines()) {
            if (STAMP.matcher(line).matches()) {
                within = line.contains(text);
            }
            if (within && !line.isBlank() && !line.startsWith("\t")) {
                found.add(line);
            }
        }
        return found;
    }

    private List<String> lines() {
        try {
            // a server that was killed may have left half a character
            return Files.exists(file)
                    ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
