package est;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** docs/conformance.md names what exists, and every numbered test has its row there. Reads sources, starts nothing. */
class ConformanceTest {

    private static final Pattern ROW = Pattern.compile("(?:EST-[A-Z]+|[ITF])-\\d+");
    private static final Pattern RANGE = Pattern.compile("((?:EST-[A-Z]+|[ITF])-)(\\d+) to \\1(\\d+)");
    private static final Pattern MAIN_CLASS = Pattern.compile("`(est(?:\\.[a-z]+)+\\.[A-Z]\\w*)`");
    private static final Pattern NAMED_TEST = Pattern.compile("`([A-Z]\\w+\\.\\w+\\*?)`");
    private static final Pattern NUMBERS = Pattern.compile("((?:EST_[A-Z]+_\\d\\d|[ITF]_\\d+)_)+");
    private static final Pattern NUMBER = Pattern.compile("EST_[A-Z]+_\\d\\d|[ITF]_\\d+");

    private static final int STATUS = 5;

    private static String document = "";
    private static List<String> mainClasses = List.of();
    private static WrittenTests tests = WrittenTests.NONE;

    @BeforeAll
    static void read() throws IOException {
        Path root = WrittenTests.root();
        document = Files.readString(root.resolve("docs").resolve("conformance.md"));
        mainClasses = mainSources(root).stream()
                .map(file -> file.toString().replace('/', '.'))
                .map(name -> name.substring(0, name.length() - ".java".length()))
                .toList();
        tests = WrittenTests.below(root);
    }

    /** Paths of the Java files of all modules, relative to their source directories. */
    private static List<Path> mainSources(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path directory : WrittenTests.sourceDirectories(root, "main")) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(directory::relativize)
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static Set<String> rows() {
        Set<String> rows =
                ROW.matcher(document).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
        RANGE.matcher(document).results().flatMap(ConformanceTest::range).forEach(rows::add);
        return rows;
    }

    /** All of "EST-SKG-02 to EST-SKG-19". */
    private static Stream<String> range(MatchResult ends) {
        String form = "%s%0" + ends.group(2).length() + "d";
        return IntStream.rangeClosed(Integer.parseInt(ends.group(2)), Integer.parseInt(ends.group(3)))
                .mapToObj(number -> form.formatted(ends.group(1), number));
    }

    /** Those that its name begins with. */
    private static Stream<String> rowsOf(WrittenTests.Written test) {
        Matcher numbers = NUMBERS.matcher(test.method());
        return numbers.lookingAt()
                ? NUMBER.matcher(numbers.group()).results().map(found -> found.group()
                        .replace('_', '-'))
                : Stream.empty();
    }

    @Test
    void every_enforcing_class_exists() {
        assertThat(MAIN_CLASS.matcher(document).results().map(named -> named.group(1)))
                .isNotEmpty()
                .isSubsetOf(mainClasses);
    }

    @Test
    void every_named_test_exists() {
        assertThat(NAMED_TEST.matcher(document).results().map(named -> named.group(1)))
                .isNotEmpty()
                .allMatch(tests::has);
    }

    @Test
    void every_numbered_test_has_a_row() {
        Set<String> rows = rows();
        assertThat(tests.stream().filter(test -> rowsOf(test).anyMatch(number -> !rows.contains(number))))
                .isEmpty();
    }

    @Test
    void a_row_is_done_only_with_a_class_and_a_test() {
        List<String> done = document.lines()
                .filter(line -> ROW.matcher(line).find() && line.startsWith("| "))
                .filter(line -> line.split("\\|", -1)[STATUS].strip().startsWith("done"))
                .toList();
        assertThat(done).isNotEmpty().allSatisfy(line -> {
            assertThat(line).containsPattern(MAIN_CLASS);
            assertThat(line).containsPattern(NAMED_TEST);
        });
    }

    @Test
    void every_row_says_how_far_it_is() {
        assertThat(document.lines()
                        .filter(line ->
                                line.startsWith("| ") && ROW.matcher(line).find())
                        .map(line -> line.split("\\|", -1)[STATUS].strip()))
                .isNotEmpty()
                .allMatch(status -> status.matches("done|(partly|open): .+|open"));
    }
}
