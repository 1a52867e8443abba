package est.device;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Stops and continues every process of the tests' PostgreSQL. */
@ApplicationScoped
public class FrozenDatabase {

    @ConfigProperty(name = "test.directory")
    Path directory;

    /** SIGSTOP to all of them. */
    public void freeze() {
        signal("-STOP");
    }

    /** SIGCONT to all of them. */
    public void thaw() {
        signal("-CONT");
    }

    private void signal(String name) {
        ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).forEach(process -> send(name, process.pid()));
    }

    private long postmasterPid() {
        try (Stream<Path> files = Files.walk(directory)) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(Files.readAllLines(file).get(0).strip());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void send(String signal, long pid) {
        try {
            new ProcessBuilder(List.of("kill", signal, Long.toString(pid)))
                    .start()
                    .waitFor();
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
