package est.start;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The test runner starts the beans but not {@code Main}: this does what it does. */
@ApplicationScoped
class ServesInTests {

    /** Tests with a database wait for it; tests without one look at what a server does meanwhile. */
    void serve(
            @Observes StartupEvent event,
            Startup startup,
            @ConfigProperty(name = "test.await-database") boolean awaitDatabase) {
        Uni<Void> serving = startup.serve().memoize().indefinitely();
        if (awaitDatabase) {
            serving.await().atMost(Duration.ofMinutes(1));
        } else {
            serving.subscribe().with(up -> {}, failure -> {});
        }
    }
}
