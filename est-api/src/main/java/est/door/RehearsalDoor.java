package est.door;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes doors like the real one, but on a free port of the loopback interface and without its meters: what is played there
 * before the first client comes is neither seen nor counted by anybody.
 */
@ApplicationScoped
public class RehearsalDoor {

    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx;
    private final DoorSettings settings;
    private final DoorCertificate certificate;

    RehearsalDoor(Vertx vertx, DoorSettings settings, DoorCertificate certificate) {
        this.vertx = vertx;
        this.settings = settings;
        this.certificate = certificate;
    }

    /** A closed door with the real one's engine and certificate. */
    public Door make() {
        DoorSettings own = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(DoorSettings.class)
                .withDefaultValue("est.door.host", LOOPBACK)
                .withDefaultValue("est.door.port", "0")
                .withDefaultValue("est.door.connections", "16")
                .withDefaultValue("est.door.engine", settings.engine().name())
                .build()
                .getConfigMapping(DoorSettings.class);
        return new Door(vertx, own, certificate.identity(), new SimpleMeterRegistry());
    }
}
