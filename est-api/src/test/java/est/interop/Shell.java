package est.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Command lines as a person pastes them, run in a directory of their own. Everything a script needs comes as an environment
 * variable. Not thread-safe.
 */
final class Shell {

    private static final int PATIENCE_SECONDS = 60;

    /** What a script left behind. */
    record Outcome(int exit, String output, String errors) {
        /** Both streams, for clients that are careless about which is which. */
        String everything() {
            return output + errors;
        }
    }

    private final Path directory;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Shell(Path directory) {
        this.directory = directory;
    }

    /** A shell in that directory; the test counts as skipped where one of the programs is not installed. */
    static Shell in(Path directory, String... programs) {
        for (String program : programs) {
            assumeTrue(isInstalled(program), program + " is not installed on this machine");
        }
        return new Shell(directory);
    }

    /** Sets an environment variable. */
    Shell set(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Writes a file the scripts can read. */
    Shell write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return this;
    }

    /** Runs a script that shall succeed, and returns what it printed. */
    String run(String script) {
        Outcome outcome = attempt(script);
        assertThat(outcome.exit()).as(outcome.everything()).isZero();
        return outcome.output();
    }

    /** Runs a script that may fail. */
    Outcome attempt(String script) {
        Path output = directory.resolve("stdout");
        Path errors = directory.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", script)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Outcome(process.exitValue(), read(output), read(errors));
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Clients print octets as they come. */
    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static boolean isInstalled(String program) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
