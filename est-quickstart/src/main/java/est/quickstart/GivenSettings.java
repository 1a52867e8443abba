package est.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of the settings the operator gave, wherever the server would read them: environment, system properties,
 * {@code config/application.properties}, {@code .env} and the files named by {@code smallrye.config.locations}. Only names:
 * values stay with the server.
 *
 * @param names in the spelling of environment variables, since that is the coarser one: {@code EST_DATABASE_URL}
 */
record GivenSettings(Set<String> names) {
    private static final Pattern PROFILE = Pattern.compile("^%[^.]*\\.");
    private static final Pattern NOT_ALPHANUMERIC = Pattern.compile("[^A-Za-z0-9]");
    private static final String LOCATIONS = "smallrye.config.locations";

    GivenSettings {
        names = Set.copyOf(names);
    }

    /** Reads every place; {@code directory} is where the server is started. */
    static GivenSettings in(Map<String, String> environment, Properties system, Path directory) {
        Set<String> names = new TreeSet<>();
        add(names, environment.keySet());
        add(names, system.stringPropertyNames());
        add(names, namesIn(directory.resolve("config").resolve("application.properties")));
        add(names, namesIn(directory.resolve(".env")));
        String locations = system.getProperty(LOCATIONS, environment.getOrDefault(spelled(LOCATIONS), ""));
        for (String location : locations.split(",", -1)) {
            if (!location.isBlank()) {
                add(names, namesAt(directory, location.strip()));
            }
        }
        return new GivenSettings(names);
    }

    private static void add(Set<String> names, Collection<String> more) {
        more.stream().map(GivenSettings::spelled).forEach(names::add);
    }

    private static String spelled(String name) {
        String plain = PROFILE.matcher(name).replaceFirst("");
        String upper = NOT_ALPHANUMERIC.matcher(plain).replaceAll("_").toUpperCase(Locale.ROOT);
        // %prod.est.database.url is _PROD_EST_DATABASE_URL in the environment
        return upper.startsWith("_PROD_") ? upper.substring("_PROD_".length()) : upper;
    }

    private static Set<String> namesAt(Path directory, String location) {
        Path path = directory.resolve(location.startsWith("file:") ? location.substring("file:".length()) : location);
        if (!Files.isDirectory(path)) {
            return namesIn(path);
        }
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(path)) {
            files.forEach(file -> names.addAll(namesIn(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    private static Set<String> namesIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return Set.of();
        }
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotStart("cannot read " + file, e);
        }
        return properties.stringPropertyNames();
    }

    /** Whether this setting was given. */
    boolean has(String property) {
        return names.contains(spelled(property));
    }

    /** Whether a setting below this one was given: {@code est.ca} for {@code est.ca.main.type}. */
    boolean hasBelow(String property) {
        String prefix = spelled(property) + "_";
        return names.stream().anyMatch(name -> name.startsWith(prefix));
    }

    /**
     * Whether the operator runs a database and a CA of his own; then nothing is made up.
     *
     * @throws CannotStart naming the missing property, if one was given without the other
     */
    boolean areComplete() {
        boolean database = hasBelow("est.database");
        boolean authority = hasBelow("est.ca");
        if (!database && !authority) {
            return false;
        }
        if (!has("est.database.url")) {
            throw new CannotStart("est.database.url is missing: beside " + (database ? "est.database.*" : "est.ca.*")
                    + " settings nothing is made up");
        }
        if (!authority) {
            throw new CannotStart("est.ca.<name>.type is missing: beside est.database.url nothing is made up");
        }
        return true;
    }
}
