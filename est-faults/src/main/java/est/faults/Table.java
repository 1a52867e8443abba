package est.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report: a line for each fault, then one for each violation. */
final class Table {

    private Table() {}

    /** As Markdown. */
    static String of(List<Row> rows) {
        StringBuilder text = new StringBuilder("""
                | fault | what happens | times provoked | violations | certificates | left open |
                |---|---|--:|--:|--:|--:|
                """);
        for (Row row : rows) {
            text.append("| %s | %s | %d | %d | %d | %d |\n"
                    .formatted(
                            row.fault().number(),
                            row.fault().what(),
                            row.times(),
                            row.violations().size(),
                            row.certificates(),
                            row.leftOpen()));
        }
        rows.forEach(row -> row.violations().forEach(line -> text.append("\n- ")
                .append(row.fault().number())
                .append(": ")
                .append(line)));
        return text.append('\n').toString();
    }

    /** Prints it and leaves it in a file. */
    static void publish(List<Row> rows, Path file) throws IOException {
        String table = of(rows);
        System.out.println(table);
        Files.writeString(file, table);
    }
}
