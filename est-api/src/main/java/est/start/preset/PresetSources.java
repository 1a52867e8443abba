package est.start.preset;

import est.policy.Label;
import est.policy.LabelPreset;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Adds what presets say to the settings, below everything that an operator can write: as {@code est.label.<label>.…} and as {@code
 * est.profile.<profile>.…}, so that whoever validates or shows settings sees plain ones. A label that names a preset and no profile
 * gets the profile of the preset's name.
 */
public final class PresetSources implements ConfigSourceFactory {

    private static final String NAME = "preset ";

    /** Above the defaults of settings, below files, environment and {@code -D}. */
    private static final int RANK = 50;

    private static final Pattern PROPERTY = Pattern.compile("est\\.label\\.([a-z0-9]+)\\.preset");
    private static final Pattern VARIABLE = Pattern.compile("EST_LABEL_([A-Z0-9]+)_PRESET");

    /** Whether that source was made here, from settings as they were when it was made. */
    public static boolean made(ConfigSource source) {
        return String.valueOf(source.getName()).startsWith(NAME);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext given) {
        Set<String> names = new HashSet<>();
        given.iterateNames().forEachRemaining(names::add);
        List<ConfigSource> sources = new ArrayList<>();
        for (String label : labels(names)) {
            preset(given, label).ifPresent(preset -> sources.add(source(given, names, label, preset)));
        }
        return sources;
    }

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(RANK);
    }

    private static Set<String> labels(Set<String> names) {
        Set<String> labels = new TreeSet<>();
        for (String name : names) {
            Matcher property = PROPERTY.matcher(name);
            Matcher variable = VARIABLE.matcher(name);
            if (property.matches()) {
                labels.add(property.group(1));
            } else if (variable.matches()) {
                labels.add(variable.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return labels;
    }

    /** None if there is no preset of that name: whoever maps the setting refuses it, with its property. */
    private static Optional<LabelPreset> preset(ConfigSourceContext given, String label) {
        return set(given, "est.label." + label + ".preset").flatMap(Presets::named);
    }

    private static ConfigSource source(ConfigSourceContext given, Set<String> names, String label, LabelPreset preset) {
        String ownProfile = Presets.name(preset);
        String profile = set(given, "est.label." + label + ".profile").orElse(ownProfile);
        Map<String, String> settings = new HashMap<>();
        Presets.settings(preset).forEach((setting, value) -> {
            String property = setting.startsWith(Presets.OF_LABEL)
                    ? "est.label." + label + "." + setting.substring(Presets.OF_LABEL.length())
                    : "est.profile." + profile + "." + setting.substring(Presets.OF_PROFILE.length());
            // a list may also be written element by element
            if (names.stream().noneMatch(name -> name.startsWith(property + "["))) {
                settings.put(property, value);
            }
        });
        settings.put("est.label." + label + ".profile", profile);
        return new PropertiesConfigSource(settings, NAME + ownProfile + " of " + shown(label), RANK);
    }

    private static String shown(String label) {
        return label.equals(Label.DEFAULT) ? "the default label" : "label " + label;
    }

    /** What the operator set, and not what counts if nobody does. */
    private static Optional<String> set(ConfigSourceContext given, String property) {
        return Optional.ofNullable(given.getValue(property))
                .filter(value -> value.getConfigSourceOrdinal() > RANK)
                .map(ConfigValue::getValue);
    }
}
