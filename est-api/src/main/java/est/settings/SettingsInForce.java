package est.settings;

import est.policy.Label;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** Every setting of the server that has a value: as this process read it, and those that were reloaded as of then. Thread-safe. */
@ApplicationScoped
public class SettingsInForce {

    private static final String OURS = "est.";
    private static final String REDACTED = "(not shown)";

    /** What may stand in front of the host of an address for a password, and what may be a key in its query. */
    private static final Pattern IN_ADDRESS =
            Pattern.compile("(?<=//)[^/@\\s]*(?=@)|(?<=[?&][^=&#\\s]{1,256}=)[^&#\\s]*");

    private static final Pattern LABEL = Pattern.compile("est\\.label\\.[a-z0-9]+\\.profile");

    private final SettingsMappings mappings;
    private final Clock clock;
    private volatile InForce inForce;

    SettingsInForce(SettingsMappings mappings, Clock clock) {
        this.mappings = mappings;
        this.clock = clock;
        this.inForce = new InForce(atStart(), clock.instant(), Set.of());
    }

    private record InForce(SmallRyeConfig reloadable, Instant since, Set<String> waiting) {}

    /**
     * One setting.
     *
     * @param name as in a file
     * @param value its value, never a secret
     * @param source where the value is from: a file, the environment, {@code -D}, a preset, or the default
     */
    public record Setting(String name, String value, String source) {}

    /**
     * What is in force at one time.
     *
     * @param since when it was read: at the start, or at the last reload
     * @param settings each setting that has a value, by name
     * @param waitingForRestart names of those whose files say something else that counts from the next start on
     */
    public record View(Instant since, List<Setting> settings, List<String> waitingForRestart) {}

    /** They are in force from the start. */
    void begin(@Observes StartupEvent event) {
        inForce = new InForce(atStart(), clock.instant(), Set.of());
    }

    /**
     * These were put in force, as far as they can be while the server runs.
     *
     * @param waiting names of those that have changed and count from the next start on
     */
    public void reloaded(SmallRyeConfig now, Set<String> waiting) {
        inForce = new InForce(now, clock.instant(), Set.copyOf(waiting));
    }

    /** All that is in force now. Takes some milliseconds of computing. */
    public View now() {
        InForce shown = inForce;
        return new View(
                shown.since(),
                in(atStart(), shown.reloadable(), mappings.all()),
                shown.waiting().stream().sorted().toList());
    }

    private static SmallRyeConfig atStart() {
        return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    }

    static List<Setting> in(SmallRyeConfig atStart, SmallRyeConfig reloadable, Set<Class<?>> mappings) {
        SettingForms forms = new SettingForms(mappings);
        Set<String> names = names(atStart);
        names.removeIf(ReloadableNames::contain);
        names.addAll(names(reloadable).stream().filter(ReloadableNames::contain).toList());
        names.add("est.label." + Label.DEFAULT + ".profile");
        forms.addUnset(names);
        // a profile exists because a label names it
        profilesOf(reloadable, names).forEach(profile -> names.add("est.profile." + profile + ".keys"));
        forms.addUnset(names);
        List<Setting> settings = new ArrayList<>();
        for (String name : names) {
            ConfigValue value = (ReloadableNames.contain(name) ? reloadable : atStart).getConfigValue(name);
            if (value.getValue() != null) {
                settings.add(new Setting(name, shown(forms, name, value.getValue()), source(value)));
            }
        }
        return settings;
    }

    private static Set<String> names(SmallRyeConfig config) {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .filter(name -> name.startsWith(OURS))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> profilesOf(SmallRyeConfig config, Set<String> names) {
        return names.stream()
                .filter(name -> LABEL.matcher(name).matches())
                .map(name -> config.getConfigValue(name).getValue())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private static String shown(SettingForms forms, String name, String value) {
        return forms.isHidden(name) ? REDACTED : IN_ADDRESS.matcher(value).replaceAll(REDACTED);
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
