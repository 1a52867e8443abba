package est.start;

import est.policy.Label;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** Every setting of the server that has a value, as this process read it. Thread-safe. */
@ApplicationScoped
public class SettingsInForce {

    private static final String OURS = "est.";
    private static final String REDACTED = "(not shown)";

    /** Settings that hold a secret themselves; those that name its file end otherwise. */
    private static final Pattern SECRET = Pattern.compile("(?:.*[.-])?(?:password|secret|token|pin)");

    /** What may stand in front of the host of an address, or behind it, for a password. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(?<=//)[^/@\\s]*(?=@)|(?<=[?&]password=)[^&]*");

    private static final Pattern LABEL = Pattern.compile("est\\.label\\.[a-z0-9]+\\.profile");

    private final SettingsMappings mappings;

    SettingsInForce(SettingsMappings mappings) {
        this.mappings = mappings;
    }

    /**
     * One setting.
     *
     * @param name as in a file
     * @param value its value, never a secret
     * @param source where the value is from: a file, the environment, {@code -D}, a preset, or the default
     */
    public record Setting(String name, String value, String source) {}

    /** All of them by name. */
    public List<Setting> all() {
        return in(ConfigProvider.getConfig().unwrap(SmallRyeConfig.class), mappings.all());
    }

    static List<Setting> in(SmallRyeConfig config, Set<Class<?>> mappings) {
        Set<String> names = StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(OURS))
                .collect(Collectors.toCollection(TreeSet::new));
        names.add("est.label." + Label.DEFAULT + ".profile");
        Set<String> forms = forms(mappings);
        withDefaults(forms, names);
        // a profile exists because a label names it
        profilesOf(config, names).forEach(profile -> names.add("est.profile." + profile + ".keys"));
        withDefaults(forms, names);
        List<Setting> settings = new ArrayList<>();
        for (String name : names) {
            ConfigValue value = config.getConfigValue(name);
            if (value.getValue() != null) {
                settings.add(new Setting(name, shown(name, value.getValue()), source(value)));
            }
        }
        return settings;
    }

    private static Set<String> profilesOf(SmallRyeConfig config, Set<String> names) {
        return names.stream()
                .filter(name -> LABEL.matcher(name).matches())
                .map(name -> config.getConfigValue(name).getValue())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** All names there can be, with a star for each name that operators choose. */
    static Set<String> forms(Set<Class<?>> mappings) {
        return mappings.stream()
                .flatMap(type ->
                        ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(type)).keySet().stream())
                .filter(name -> !name.contains("["))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Adds what nobody set below the names that somebody chose. */
    private static void withDefaults(Set<String> forms, Set<String> names) {
        Set<String> more = new HashSet<>();
        for (String form : forms) {
            int star = form.lastIndexOf('*');
            if (star < 0) {
                more.add(form);
            } else {
                Pattern chosen = Pattern.compile(
                        form.substring(0, star + 1).replace(".", "\\.").replace("*", "[^.\\[]+"));
                for (String name : names) {
                    Matcher begin = chosen.matcher(name);
                    if (begin.lookingAt()) {
                        more.add(begin.group() + form.substring(star + 1));
                    }
                }
            }
        }
        names.addAll(more);
    }

    static boolean isSecret(String name) {
        return SECRET.matcher(name.replaceFirst("\\[\\d+\\]$", "")).matches();
    }

    private static String shown(String name, String value) {
        return isSecret(name) ? REDACTED : IN_ADDRESS.matcher(value).replaceAll(REDACTED);
    }

    private static String source(ConfigValue value) {
        String name = String.valueOf(value.getConfigSourceName());
        if (name.startsWith("EnvConfigSource")) {
            return "environment";
        }
        if (name.startsWith("SysPropConfigSource")) {
            return "-D";
        }
        if (name.contains("DefaultValues") || value.isDefault()) {
            return "default";
        }
        return name.replaceFirst("^PropertiesConfigSource\\[source=(?:file:)?(.+)\\]$", "$1");
    }
}
