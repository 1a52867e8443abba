package est.start;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** The test runner starts the beans but not {@code Main}: this does what it does. */
@ApplicationScoped
class ServesInTests {

    void serve(@Observes StartupEvent event, Startup startup) {
        startup.serve().await().atMost(Duration.ofMinutes(1));
    }
}
