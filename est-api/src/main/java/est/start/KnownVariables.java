package est.start;

import io.smallrye.config.ConfigMappings;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses environment variables that look like settings and are none. The mappings refuse unknown keys in files and {@code
 * -D} by themselves, but pass over the environment: a misspelled variable would silently leave its default in force.
 */
final class KnownVariables {

    private static final String OURS = "EST_";

    /** What the test suite reads. */
    private static final String OF_TESTS = "EST_TEST_";

    private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^A-Za-z0-9]");

    private final List<Pattern> known;

    /** Every property of the given configuration mappings is known. */
    KnownVariables(Collection<Class<?>> mappings) {
        this.known = mappings.stream()
                .flatMap(type ->
                        ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(type)).keySet().stream())
                .map(KnownVariables::pattern)
                .toList();
    }

    /**
     * Checks the environment.
     *
     * @throws IllegalArgumentException naming every variable that is unknown
     */
    void require(Map<String, String> environment) {
        Set<String> unknown = environment.keySet().stream()
                .filter(name -> name.startsWith(OURS) && !name.startsWith(OF_TESTS))
                .filter(name -> known.stream()
                        .noneMatch(pattern -> pattern.matcher(name).matches()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("environment variables that are no settings: " + unknown);
        }
    }

    /** MicroProfile Config's spelling of a property as a variable; a star stands for a name, an index for a number. */
    private static Pattern pattern(String property) {
        String variable = NO_LETTER_OR_DIGIT
                .matcher(property.replace("[*]", ".0000").replace("*", "9999"))
                .replaceAll("_")
                .toUpperCase(Locale.ROOT);
        return Pattern.compile(variable.replace("0000", "[0-9]+_?").replace("9999", "[A-Z0-9]+"));
    }
}
