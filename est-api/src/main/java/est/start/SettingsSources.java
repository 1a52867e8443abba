package est.start;

import est.settings.ReloadableNames;
import est.settings.SettingsMappings;
import est.start.preset.PresetExpansion;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings as their files hold them now. Files are those that were there at start; environment, {@code -D} and the ranks of all
 * of them are as at start. Thread-safe.
 */
@ApplicationScoped
class SettingsSources {

    private static final Pattern FILE = Pattern.compile("PropertiesConfigSource\\[source=(file:.+)\\]");
    private static final Pattern PROFILE = Pattern.compile("^%[^.]+\\.");

    private final SettingsMappings mappings;

    SettingsSources(SettingsMappings mappings) {
        this.mappings = mappings;
    }

    /** The files that hold settings. */
    Set<Path> files() {
        return sources(atStart())
                .flatMap(source -> file(source).stream())
                .map(Path::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The paths that properties of such names hold now; none while the files cannot be read. */
    Set<Path> pathsNamed(Pattern names) {
        try {
            SmallRyeConfig now = builder().build();
            return StreamSupport.stream(now.getPropertyNames().spliterator(), false)
                    .filter(name -> names.matcher(name).matches())
                    .flatMap(name -> now.getOptionalValues(name, Path.class).stream())
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());
        } catch (IllegalArgumentException | NoSuchElementException unreadable) {
            // whoever reads it as a whole says why
            return Set.of();
        }
    }

    /**
     * Reads all files and validates all settings of the server, as a start does.
     *
     * @throws IllegalArgumentException in one line, naming each property that is unknown, missing or wrong
     */
    SmallRyeConfig read() {
        SmallRyeConfigBuilder builder = builder();
        mappings.all().forEach(builder::withMapping);
        try {
            return builder.build();
        } catch (ConfigValidationException invalid) {
            throw new IllegalArgumentException(
                    IntStream.range(0, invalid.getProblemCount())
                            .mapToObj(i -> invalid.getProblem(i).getMessage())
                            .distinct()
                            .collect(Collectors.joining("; ")),
                    invalid);
        }
    }

    /** The names of settings in the files whose values differ from those the server was started with, and cannot be reloaded. */
    Set<String> waitingForRestart(SmallRyeConfig now) {
        SmallRyeConfig atStart = atStart();
        return Stream.concat(sources(atStart), sources(now))
                .filter(source -> file(source).isPresent())
                .flatMap(source -> source.getPropertyNames().stream())
                .map(name -> PROFILE.matcher(name).replaceFirst(""))
                .filter(name -> !ReloadableNames.contain(name))
                .filter(name -> !Objects.equals(raw(atStart, name), raw(now, name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static @Nullable String raw(SmallRyeConfig config, String name) {
        return config.getConfigValue(name).getRawValue();
    }

    private static SmallRyeConfigBuilder builder() {
        SmallRyeConfig atStart = atStart();
        List<ConfigSource> anew = new ArrayList<>();
        // in this order sources of the same rank keep it among themselves
        sources(atStart)
                .forEach(source -> anew.add(file(source)
                        .<ConfigSource>map(file -> read(file, source.getOrdinal()))
                        .orElse(source)));
        return new SmallRyeConfigBuilder()
                .withCustomizers(new QuarkusConfigBuilderCustomizer())
                .addDiscoveredConverters()
                .addDefaultInterceptors()
                .addDiscoveredSecretKeysHandlers()
                .withProfiles(atStart.getProfiles())
                .withInterceptors(new PresetExpansion())
                .withSources(anew);
    }

    private static ConfigSource read(URI file, int rank) {
        try {
            PropertiesConfigSource source = new PropertiesConfigSource(file.toURL(), rank);
            if (source.getPropertyNames().isEmpty()) {
                // it was not at start: rather half-written than meant
                throw new IllegalArgumentException(Path.of(file) + " holds no settings");
            }
            return source;
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(Path.of(file) + " cannot be read", unreadable);
        }
    }

    private static Optional<URI> file(ConfigSource source) {
        Matcher matcher = FILE.matcher(String.valueOf(source.getName()));
        return matcher.matches() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
    }

    private static Stream<ConfigSource> sources(SmallRyeConfig config) {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false);
    }

    private static SmallRyeConfig atStart() {
        return ConfigProvider.getConfig().unwrap(SmallRyeConfig.class);
    }
}
