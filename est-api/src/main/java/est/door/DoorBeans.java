package est.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes the door out of the settings and the named configuration of the TLS registry. */
@Singleton
class DoorBeans {

    @Produces
    @Singleton
    static Door door(Vertx vertx, DoorSettings settings, TlsConfigurationRegistry registry, MeterRegistry meters) {
        return new Door(vertx, settings, identity(settings.tlsConfigurationName(), registry), meters);
    }

    static Door.ServerIdentity identity(String name, TlsConfigurationRegistry registry) {
        TlsConfiguration configuration = registry.get(name)
                .orElseThrow(() -> new IllegalStateException("no TLS configuration quarkus.tls." + name));
        KeyCertOptions keys = configuration.getKeyStoreOptions();
        if (keys == null) {
            throw new IllegalStateException(
                    "quarkus.tls." + name + ".key-store is not set: the door has no certificate");
        }
        return new Door.ServerIdentity(
                keys, List.copyOf(configuration.getSSLOptions().getEnabledCipherSuites()));
    }
}
