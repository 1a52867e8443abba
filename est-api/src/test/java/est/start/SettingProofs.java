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

    /** Empty if there is none yet. */
    List<String> of(String setting) {
        String said = proofs.getProperty(setting, "-");
        return said.startsWith("-")
                ? List.of()
                : Arrays.stream(said.split(",")).map(String::strip).toList();
    }

    /** Why there is none; empty if there is one. */
    String excuse(String setting) {
        String said = proofs.getProperty(setting, "-");
        return said.startsWith("-") ? said.substring(1).strip() : "";
    }

    /** For a table. */
    String cell(String setting) {
        List<String> tests = of(setting);
        return tests.isEmpty()
                ? "none yet"
                : tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }
}
