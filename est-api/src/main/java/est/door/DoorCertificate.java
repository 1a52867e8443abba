package est.door;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** The door's keys and certificates as the TLS registry finds them in their files, now and again later. Thread-safe. */
@Singleton
public class DoorCertificate {

    private static final Logger LOG = Logger.getLogger(DoorCertificate.class);
    private static final String UNREADABLE = "";

    private final TlsConfiguration configuration;
    private final String property;
    private final Vertx vertx;
    private final Clock clock;

    DoorCertificate(DoorSettings settings, TlsConfigurationRegistry registry, Vertx vertx, Clock clock) {
        String name = settings.tlsConfigurationName();
        this.property = "quarkus.tls." + name + ".key-store";
        this.configuration = registry.get(name).orElseThrow(() -> unset());
        this.vertx = vertx;
        this.clock = clock;
    }

    /**
     * As they were last read.
     *
     * @throws IllegalArgumentException naming the property, if none is set
     */
    Door.ServerIdentity identity() {
        KeyCertOptions keys = configuration.getKeyStoreOptions();
        if (keys == null) {
            throw unset();
        }
        return new Door.ServerIdentity(
                keys, List.copyOf(configuration.getSSLOptions().getEnabledCipherSuites()));
    }

    /** Reads the files. The same text as before if and only if they hold the same; empty if they cannot be read. */
    public synchronized String read() {
        try {
            return configuration.reload() ? keys().fingerprint() : UNREADABLE;
        } catch (RuntimeException unreadable) {
            LOG.debugf(unreadable, "%s cannot be read", property);
            return UNREADABLE;
        }
    }

    /**
     * Has the door show to new connections what the last {@link #read} found.
     *
     * @throws IllegalArgumentException naming the property, if it cannot be shown; then the door keeps what it has
     */
    public synchronized void showAt(Door door) {
        if (read().equals(UNREADABLE)) {
            throw wrong("its files hold no key with its certificate");
        }
        Instant now = clock.instant();
        keys().certificates().forEach(certificate -> requireValid(certificate, now));
        door.show(identity());
    }

    private void requireValid(X509Certificate certificate, Instant now) {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant())) {
            throw wrong("the certificate is valid from "
                    + certificate.getNotBefore().toInstant() + " to "
                    + certificate.getNotAfter().toInstant() + " only");
        }
    }

    private ServerKeys keys() {
        return ServerKeys.of(identity().keys(), vertx);
    }

    private IllegalArgumentException unset() {
        return wrong("it is not set: the door has no certificate");
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException(property + ": " + why);
    }
}
