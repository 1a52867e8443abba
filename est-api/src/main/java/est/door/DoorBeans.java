package est.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the door out of the settings and the named configuration of the TLS registry. */
@Singleton
class DoorBeans {

    @Produces
    @Singleton
    static Door door(Vertx vertx, DoorSettings settings, DoorCertificate certificate, MeterRegistry meters) {
        return new Door(vertx, settings, certificate.identity(), meters);
    }
}
