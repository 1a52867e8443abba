package est.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Faults caused at a site, one after the other, each followed by the check of the record. Used by one thread. */
final class Course {

    private final Site site;
    private final List<Row> rows = new ArrayList<>();

    Course(Site site) {
        this.site = site;
    }

    /** Causes one so often, lets the site heal, and holds the record against what was received. */
    Row run(Fault fault, int times) throws IOException, InterruptedException, SQLException {
        site.heal();
        site.takeLongestStart();
        Findings findings = new Findings();
        int caused = 0;
        try {
            caused = fault.scenario().provoke(site, times, findings);
        } catch (IOException | SQLException | RuntimeException e) {
            // as bad as any other finding, and the others shall still be seen
            findings.add("it did not go as it must: " + trace(e));
        }
        site.heal();
        site.settle(findings);
        site.check(findings);
        Row row = new Row(
                fault,
                caused,
                reasoned(findings),
                site.count("select count(*) from est.certificate"),
                site.leftOpen(),
                site.takeLongestStart());
        rows.add(row);
        return row;
    }

    /** Each with what the servers' logs tell of it: they are gone when somebody reads the report. */
    private List<String> reasoned(Findings findings) {
        return findings.lines().stream()
                .map(line ->
                        Stream.concat(Stream.of(line), site.reasonsOf(line)).collect(Collectors.joining("\n  ")))
                .toList();
    }

    private static String trace(Exception e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** What came of them so far. */
    List<Row> rows() {
        return List.copyOf(rows);
    }
}
