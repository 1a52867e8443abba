package est.door;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The certificates the door shows to its clients, one for each of its keys, as the TLS registry has them now. Thread-safe. */
@ApplicationScoped
public class ServerCertificates {

    private final DoorSettings settings;
    private volatile List<X509Certificate> current;

    ServerCertificates(DoorSettings settings, TlsConfigurationRegistry registry) {
        this.settings = settings;
        this.current = registry.get(settings.tlsConfigurationName())
                .map(ServerCertificates::of)
                .orElse(List.of());
    }

    /** Without their chains. */
    public List<X509Certificate> current() {
        return current;
    }

    void updated(@Observes CertificateUpdatedEvent event) {
        if (event.name().equals(settings.tlsConfigurationName())) {
            current = of(event.tlsConfiguration());
        }
    }

    private static List<X509Certificate> of(TlsConfiguration configuration) {
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            KeyStore store = configuration.getKeyStore();
            for (String alias : store == null ? List.<String>of() : Collections.list(store.aliases())) {
                Certificate certificate = store.getCertificate(alias);
                if (store.isKeyEntry(alias) && certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
            return List.copyOf(certificates);
        } catch (KeyStoreException impossible) {
            throw new IllegalStateException("the registry loads its key stores", impossible);
        }
    }
}
