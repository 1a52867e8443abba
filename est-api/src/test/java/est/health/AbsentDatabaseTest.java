package est.health;

import static org.assertj.core.api.Assertions.assertThat;

import est.SwitchedConnection;
import est.SwitchedDatabase;
import est.start.Startup;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(SwitchedDatabase.class)
class AbsentDatabaseTest {
    private static final Duration HEALED = Duration.ofSeconds(5);

    private SwitchedConnection connection;

    @Inject
    @Readiness
    DatabaseReadiness readiness;

    @Inject
    Startup startup;

    @BeforeEach
    void start() {
        var unused = startup.serve().subscribe().asCompletionStage();
    }

    private HealthCheckResponse readiness() {
        return readiness.call().await().atMost(Duration.ofSeconds(2));
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + HEALED.toNanos();
        while (readiness().getStatus() != Status.UP && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(readiness().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void F_1_F_2_without_a_database_the_process_lives_unready_and_heals_in_5_s() throws Exception {
        connection.off();
        assertThat(readiness().getStatus()).isEqualTo(Status.DOWN);

        connection.on();
        awaitReady();

        connection.off();
        assertThat(readiness().getStatus()).isEqualTo(Status.DOWN);

        connection.on();
        awaitReady();
    }
}
