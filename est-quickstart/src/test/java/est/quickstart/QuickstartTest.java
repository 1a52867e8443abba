package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    @TempDir
    private Path directory;

    @Test
    void beside_a_database_of_ones_own_nothing_is_made_up() throws Exception {
        List<String> lines = start("-Dest.database.url=postgresql://db/est");
        assertThat(lines)
                .containsExactly("est: est.ca.<name>.type is missing: beside est.database.url nothing is made up");
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @Test
    void a_data_directory_that_is_none_is_one_line_and_no_stack_trace() throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "not a directory");
        assertThat(start()).singleElement().asString().startsWith("est: ").contains(file.toString());
    }

    private List<String> start(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dest.quickstart.data=" + directory.resolve("data")));
        command.addAll(List.of(options));
        command.add(Quickstart.class.getName());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("EST_"));
        Process process = builder.start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        return lines;
    }
}
