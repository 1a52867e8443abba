package est.start.preset;

import est.policy.LabelPreset;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/** What each preset says: the files {@code est/presets/<name>.properties}. */
final class Presets {

    /** What settings of the label begin with. */
    static final String OF_LABEL = "label.";

    /** What settings of its profile begin with. */
    static final String OF_PROFILE = "profile.";

    private Presets() {}

    /** How operators write it. */
    static String name(LabelPreset preset) {
        return preset.name().toLowerCase(Locale.ROOT);
    }

    static Optional<LabelPreset> named(String name) {
        return Arrays.stream(LabelPreset.values())
                .filter(preset -> name(preset).equals(name))
                .findFirst();
    }

    /** Settings by {@code label.…} and {@code profile.…}. */
    static Map<String, String> settings(LabelPreset preset) {
        Properties file = new Properties();
        try (InputStream in = Presets.class.getResourceAsStream("/est/presets/" + name(preset) + ".properties")) {
            file.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<String, String> settings = new TreeMap<>();
        file.stringPropertyNames().forEach(setting -> settings.put(setting, file.getProperty(setting)));
        return settings;
    }
}
