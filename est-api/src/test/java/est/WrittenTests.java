package est;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of all modules as they stand in the sources, for documents that name them. */
public final class WrittenTests {

    /** Before any were read. */
    public static final WrittenTests NONE = new WrittenTests(List.of());

    private static final Pattern METHOD = Pattern.compile("\\bvoid (\\w+)\\(");

    private final List<Written> tests;

    private WrittenTests(List<Written> tests) {
        this.tests = tests;
    }

    /** A test method. */
    public record Written(String testClass, String method) {
        /** Whether this is {@code Class.method}, or begins like {@code Class.prefix_*}. */
        boolean is(String named) {
            String own = testClass + "." + method;
            return named.endsWith("*") ? own.startsWith(named.substring(0, named.length() - 1)) : own.equals(named);
        }
    }

    /** Maven runs in the module's directory, an IDE perhaps elsewhere below the root. */
    public static Path root() {
        Path candidate = Path.of("").toAbsolutePath();
        while (candidate != null && !Files.isRegularFile(candidate.resolve("start"))) {
            candidate = candidate.getParent();
        }
        assertThat(candidate).as("the directory that has ./start").isNotNull();
        return candidate;
    }

    /** Those of all modules, of main or of test. */
    static List<Path> sourceDirectories(Path root, String kind) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            return modules.map(module -> module.resolve("src").resolve(kind).resolve("java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /** Those of all modules. */
    public static WrittenTests below(Path root) throws IOException {
        List<Written> written = new ArrayList<>();
        for (Path directory : sourceDirectories(root, "test")) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(WrittenTests::methods)
                        .forEach(written::add);
            }
        }
        return new WrittenTests(written);
    }

    private static Stream<Written> methods(Path file) {
        try {
            String testClass = file.getFileName().toString().replace(".java", "");
            return METHOD.matcher(Files.readString(file))
                    .results()
                    .map(method -> new Written(testClass, method.group(1)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Stream<Written> stream() {
        return tests.stream();
    }

    /** Whether there is such a test, or one of that prefix. */
    public boolean has(String named) {
        return tests.stream().anyMatch(test -> test.is(named));
    }
}
