package est.start.preset;

import est.policy.LabelPreset;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.io.Serial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Adds what presets say to the settings, below everything that an operator can write: as {@code est.label.<label>.…} and as {@code
 * est.profile.<profile>.…}, so that whoever validates or shows settings sees plain ones. A label that names a preset and no profile
 * gets the profile of the preset's name. Stands above all sources: some files are found by settings of other files.
 */
public final class PresetExpansion implements ConfigSourceInterceptor {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Above the defaults of settings, below files, environment and {@code -D}. */
    private static final int RANK = 50;

    private static final String LABEL = "est.label.";
    private static final String PROFILE = "est.profile.";
    private static final Pattern PROPERTY = Pattern.compile("est\\.label\\.([a-z0-9]+)\\.preset");
    private static final Pattern VARIABLE = Pattern.compile("EST_LABEL_([A-Z0-9]+)_PRESET");

    /** What was expanded last, and below which sources: while a configuration is built there are fewer of them. */
    private record Expanded(ConfigSourceInterceptorContext below, Map<String, ConfigValue> values) {}

    private transient volatile @Nullable Expanded last;

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext below, String name) {
        ConfigValue value = below.proceed(name);
        boolean ours = name.startsWith(LABEL) || name.startsWith(PROFILE);
        return ours && !isSet(value) ? expanded(below).getOrDefault(name, value) : value;
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext below) {
        Set<String> names = names(below);
        names.addAll(expanded(below).keySet());
        return names.iterator();
    }

    private Map<String, ConfigValue> expanded(ConfigSourceInterceptorContext below) {
        Expanded known = last;
        if (known == null || known.below() != below) {
            known = new Expanded(below, expand(below));
            last = known;
        }
        return known.values();
    }

    private static Map<String, ConfigValue> expand(ConfigSourceInterceptorContext below) {
        Set<String> names = names(below);
        Map<String, ConfigValue> values = new HashMap<>();
        for (String label : labels(names)) {
            // a preset of no such name is refused by whoever maps the setting, with its property
            set(below, LABEL + label + ".preset").flatMap(Presets::named).ifPresent(preset -> expand(
                            below, names, label, preset)
                    .forEach((property, value) -> values.put(
                            property,
                            ConfigValue.builder()
                                    .withName(property)
                                    .withValue(value)
                                    .withRawValue(value)
                                    .withConfigSourceName("preset " + Presets.name(preset) + " of " + label)
                                    .withConfigSourceOrdinal(RANK)
                                    .build())));
        }
        return values;
    }

    private static Map<String, String> expand(
            ConfigSourceInterceptorContext below, Set<String> names, String label, LabelPreset preset) {
        String ofLabel = LABEL + label + ".";
        String profile = set(below, ofLabel + "profile").orElse(Presets.name(preset));
        Map<String, String> settings = new HashMap<>();
        Presets.settings(preset).forEach((setting, value) -> {
            String property = setting.startsWith(Presets.OF_LABEL)
                    ? ofLabel + setting.substring(Presets.OF_LABEL.length())
                    : PROFILE + profile + "." + setting.substring(Presets.OF_PROFILE.length());
            // a list may also be written element by element
            if (names.stream().noneMatch(name -> name.startsWith(property + "["))) {
                settings.put(property, value);
            }
        });
        settings.put(ofLabel + "profile", profile);
        return settings;
    }

    private static Set<String> names(ConfigSourceInterceptorContext below) {
        Set<String> names = new HashSet<>();
        below.iterateNames().forEachRemaining(names::add);
        return names;
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

    /** What the operator set, and not what counts if nobody does. */
    private static Optional<String> set(ConfigSourceInterceptorContext below, String property) {
        return Optional.ofNullable(below.proceed(property))
                .filter(PresetExpansion::isSet)
                .map(ConfigValue::getValue);
    }

    private static boolean isSet(@Nullable ConfigValue value) {
        return value != null && value.getConfigSourceOrdinal() > RANK;
    }
}
