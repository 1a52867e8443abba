package est.faults;

import static org.assertj.core.api.Assertions.assertThat;

import est.faults.SharedSite.Ground;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class RecordedClassesTest {

    @Test
    void the_packaged_server_runs_on_classes_that_were_recorded(Ground ground) throws Exception {
        ground.site().heal();
        // Java lets go of an archive that does not fit
        assertThat(Files.readAllLines(
                        Path.of("/proc/" + ground.site().replica(0).pid() + "/maps")))
                .anyMatch(mapping -> mapping.matches(".*/quarkus-app/java-\\d+\\.(jsa|aot)"));
    }
}
