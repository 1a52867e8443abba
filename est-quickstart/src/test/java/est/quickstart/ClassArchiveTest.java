package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What needs no server; that servers run with what was recorded is seen in est-faults, where a packaged one is. */
class ClassArchiveTest {
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path target;

    private Path server;
    private Path options;

    @BeforeEach
    void a_server_that_is_built() throws Exception {
        Path directory = Files.createDirectory(target.resolve("a server"));
        server = Files.writeString(directory.resolve("quarkus-run.jar"), "no jar");
        options = directory.resolve("java-" + Runtime.version().feature() + ".options");
        Files.setLastModifiedTime(server, FileTime.from(BUILT));
    }

    @Test
    void without_one_java_is_told_nothing() throws Exception {
        assertThat(ClassArchive.of(server).arguments()).isEmpty();
    }

    @Test
    void its_options_are_an_argument_file() throws Exception {
        Files.writeString(options, "");
        assertThat(ClassArchive.of(server).arguments()).containsExactly("@" + options);
    }

    @Test
    void one_of_an_earlier_build_is_not_used() throws Exception {
        Files.writeString(options, "");
        Files.setLastModifiedTime(options, FileTime.from(BUILT.minusSeconds(1)));
        assertThat(ClassArchive.of(server).isRecorded()).isFalse();
        assertThat(ClassArchive.of(server).arguments()).isEmpty();
    }

    @Test
    void a_server_that_does_not_start_leaves_none_and_is_one_line() throws Exception {
        Files.writeString(options, "of an earlier build");
        assertThatExceptionOfType(CannotStart.class)
                .isThrownBy(() -> ClassArchive.of(server).record())
                .withMessage("the recorded run does not get ready, see "
                        + target.toRealPath().resolve("recording/server.log"));
        assertThat(target.resolve("recording/server.log")).content().contains("Invalid or corrupt jarfile");
        assertThat(options).doesNotExist();
    }
}
