package est.start;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import est.pki.SecretText;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The reference of all settings, written from the interfaces that the server reads them by. */
final class ConfigurationPage {

    private static final Pattern OURS = Pattern.compile("@ConfigMapping\\(prefix = \"est[\".]");

    private static final SettingProofs PROOFS = new SettingProofs();

    private final List<Path> sources;
    private final Map<String, String> comments;

    /** Reads the sources of all modules. */
    ConfigurationPage(Path root) throws IOException {
        try (Stream<Path> modules = Files.list(root)) {
            this.sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ConfigurationPage::settings)
                    .sorted()
                    .toList();
        }
        this.comments = comments(sources);
    }

    /** One line of the page. */
    record Setting(String name, String type, String standard, String meaning) {
        String row() {
            String variable = name.replaceAll("[^A-Za-z0-9<>]", "_").toUpperCase(Locale.ROOT);
            return "| `" + name + "` | `" + variable + "` | " + type + " | "
                    + (standard.isEmpty() ? "" : "`" + standard.replace("|", "\\|") + "`") + " | "
                    + meaning.replace("|", "\\|") + " | " + PROOFS.cell(name) + " |";
        }
    }

    /** By name. */
    Collection<Setting> settings() {
        Map<String, Setting> settings = new TreeMap<>();
        for (Path source : sources) {
            mapping(source).ifPresent(type -> ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(type))
                    .forEach((name, property) -> {
                        if (!name.contains("[") && !property.isGroup()) {
                            settings.put(name, setting(name, property));
                        }
                    }));
        }
        return settings.values();
    }

    String text() {
        String rows = settings().stream().map(Setting::row).collect(Collectors.joining("\n"));
        return """
            # Configuration

            Every setting of the server; [README](../README.md#settings-that-matter) has the important ones. This page is written from the
            sources: run `mvn -pl est-api -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dpage.write=true`
            after a change. `./start settings` shows what is in force.

            `<name>` stands for a name that you choose, lower case letters and digits. A list is written with commas. Settings below `est.label`,
            `est.profile`, `est.trust-anchors`, `est.intermediates`, `est.revocation`, `est.authorizer`, `est.webhook`, `est.webhook-delivery`
            and `est.approval` are reloaded while the server runs, all others count from the next start on. What a preset says stands in front of the default, see
            [presets](operator-guide.md#presets).

            The last column names tests that fail if the server does not read the setting or does nothing with it; `*` stands for the rest
            of a name.

            | setting | environment variable | type | default | meaning | proved by |
            |---|---|---|---|---|---|
            """ + rows + "\n";
    }

    private static Stream<Path> settings(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith("Settings.java")).toList().stream();
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** None for what only stands below others. */
    private static Optional<Class<?>> mapping(Path source) {
        try {
            if (!OURS.matcher(Files.readString(source)).find()) {
                return Optional.empty();
            }
            String name = source.toString().replaceFirst(".*src/main/java/", "").replaceFirst("\\.java$", "");
            return Optional.of(Class.forName(name.replace('/', '.')));
        } catch (IOException | ClassNotFoundException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private Setting setting(String name, Property property) {
        Method method = property.getMethod();
        String comment = comments.getOrDefault(key(method.getDeclaringClass()) + "." + method.getName(), "");
        return new Setting(
                name.replace("*", "<name>"),
                shown(method.getGenericReturnType()),
                property.hasDefaultValue() ? String.valueOf(property.getDefaultValue()) : "",
                plain(comment));
    }

    private static String key(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return outer == null ? type.getSimpleName() : key(outer) + "." + type.getSimpleName();
    }

    private static String shown(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            Class<?> raw = (Class<?>) generic.getRawType();
            String last = shown(of[of.length - 1]);
            return Collection.class.isAssignableFrom(raw) ? "list of " + last : last;
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .map(constant ->
                            "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
                    .collect(Collectors.joining(" or "));
        }
        return raw == boolean.class || raw == Boolean.class
                ? "`true` or `false`"
                : raw == int.class || raw == long.class || raw == Integer.class
                        ? "number"
                        : raw == Duration.class
                                ? "time"
                                : raw == Path.class
                                        ? "file"
                                        : raw == URI.class ? "address" : raw == SecretText.class ? "secret" : "text";
    }

    /** A comment in Markdown. */
    private static String plain(String comment) {
        return comment.replaceFirst("(?s)(?:^|\\n)\\s*@(?:return|param|see|throws)\\b.*", "")
                .replaceAll("\\{@code\\s+([^{}]*(?:\\{[^{}]*\\}[^{}]*)*)\\}", "`$1`")
                .replaceAll("\\{@link\\s+([^}]*)\\}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Comments of methods by {@code Outer.Inner.method}. */
    private static Map<String, String> comments(List<Path> sources) throws IOException {
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "this needs a JDK");
        Map<String, String> found = new HashMap<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of(), null, files.getJavaFileObjectsFromPaths(sources));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Methods(trees, found).scan(unit, "");
            }
        }
        return found;
    }

    /** Walks with the name of the class around. */
    private static final class Methods extends TreePathScanner<@Nullable Void, String> {
        private final DocTrees trees;
        private final Map<String, String> found;

        Methods(DocTrees trees, Map<String, String> found) {
            this.trees = trees;
            this.found = found;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            return super.visitClass(type, (around.isEmpty() ? "" : around + ".") + type.getSimpleName());
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, String around) {
            String comment = trees.getDocComment(getCurrentPath());
            if (comment != null) {
                found.put(around + "." + method.getName(), comment);
            }
            return super.visitMethod(method, around);
        }
    }
}
