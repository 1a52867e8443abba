package est.start;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which tests prove of a setting that it bites: they would fail if the server did not read it, or did nothing with it.
 * Read from {@code settings-proved-by.properties}, which says how to write them.
 */
final class SettingProofs {

    private static final String FILE = "/est/start/settings-proved-by.properties";

    private final Properties proofs = new Properties();

    SettingProofs() {
        try (InputStream file = Objects.requireNonNull(SettingProofs.class.getResourceAsStream(FILE), FILE)) {
            proofs.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** By name. */
    Set<String> settings() {
        return new TreeSet<>(proofs.stringPropertyNames());
    }

    /** Those tests; none if the setting is not known. */
    List<String> of(String setting) {
        return Arrays.stream(proofs.getProperty(setting, "").split(","))
                .map(String::strip)
                .filter(test -> !test.isEmpty())
                .toList();
    }

    /** For a table. */
    String cell(String setting) {
        return of(setting).stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
