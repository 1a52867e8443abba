package est.start.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** How commands print many things: a line each, with columns between tabs, for eyes and for cut(1). */
final class Lines {

    private static final int PAGE = 500;

    private Lines() {}

    /** Reads a page of things. */
    @FunctionalInterface
    interface Pages<T> {
        /** At most so many of those behind the given one, if one is given. */
        List<T> read(Optional<UUID> after, int atMost);
    }

    static String columns(String... columns) {
        return String.join("\t", columns);
    }

    /** Prints all of them, page by page, so that no number of them fills the memory. */
    static <T> void print(CommandSpec command, Pages<T> pages, Function<T, UUID> id, Function<T, String> line) {
        PrintWriter out = command.commandLine().getOut();
        Optional<UUID> after = Optional.empty();
        List<T> page;
        do {
            page = pages.read(after, PAGE);
            page.forEach(each -> out.println(line.apply(each)));
            after = page.isEmpty() ? after : Optional.of(id.apply(page.get(page.size() - 1)));
        } while (page.size() == PAGE);
        out.flush();
    }
}
