package est.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The report: a line for each fault, then one for each violation. */
final class Table {

    private Table() {}

    /** As Markdown. */
    static String of(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                | fault | what happens | times provoked | violations | certificates | left open | ready again, s |
                |---|---|--:|--:|--:|--:|--:|
                """);
        for (Row row : rows) {
            text.append("| %s | %s | %d | %d | %d | %d | %s |\n"
                    .formatted(
                            row.fault().number(),
                            row.fault().what(),
                            row.times(),
                            row.violations().size(),
                            row.certificates(),
                            row.leftOpen(),
                            seconds(row.longestStart())));
        }
        rows.forEach(row -> row.violations().forEach(line -> text.append("\n- ")
                .append(row.fault().number())
                .append(": ")
                .append(line)));
        return text.append('\n').toString();
    }

    private static String seconds(Duration longest) {
        return longest.isZero() ? "" : "%.1f".formatted(longest.toMillis() / 1e3);
    }

    /** Prints it and leaves it in a file. */
    static void publish(List<Row> rows, Path file) throws IOException {
        String table = of(rows);
        System.out.println(table);
        Files.writeString(file, table);
    }
}
