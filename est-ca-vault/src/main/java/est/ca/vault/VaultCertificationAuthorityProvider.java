package est.ca.vault;

import est.ca.CertificationAuthority;
import est.ca.CertificationAuthorityProvider;
import est.ca.vault.VaultCaSettings.Authority;
import est.ca.vault.VaultCaSettings.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.SSLOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Opens authorities of type {@code vault}: reads settings and files, connects to nothing. Thread-safe. */
@ApplicationScoped
public class VaultCertificationAuthorityProvider implements CertificationAuthorityProvider {

    private static final Logger LOG = Logger.getLogger(VaultCertificationAuthorityProvider.class);

    /** What lies around an authority. */
    record Surroundings(Vertx vertx, MeterRegistry meters, SecureRandom random, Clock clock) {}

    private final VaultCaSettings settings;
    private final Surroundings surroundings;
    private final Function<String, Optional<SSLOptions>> tls;
    private final Map<VaultCertificationAuthority, String> tlsOfAuthorities = new ConcurrentHashMap<>();

    /**
     * A provider.
     *
     * @param settings of all authorities
     * @param vertx whose event loops carry the exchanges
     * @param registry holds the TLS configurations that authorities name
     * @param meters count what is asked
     * @param random spreads renewals
     * @param clock turns a date into a time from now, where the role wants that
     */
    @Inject
    public VaultCertificationAuthorityProvider(
            VaultCaSettings settings,
            Vertx vertx,
            TlsConfigurationRegistry registry,
            MeterRegistry meters,
            SecureRandom random,
            Clock clock) {
        this(settings, new Surroundings(vertx, meters, random, clock), name -> registry.get(name)
                .map(each -> options(name, each)));
    }

    /** With TLS configurations from anywhere. */
    VaultCertificationAuthorityProvider(
            VaultCaSettings settings, Surroundings surroundings, Function<String, Optional<SSLOptions>> tls) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.tls = tls;
    }

    @Override
    public String type() {
        return "vault";
    }

    @Override
    public CertificationAuthority open(String name) {
        Vault vault = Optional.ofNullable(settings.authorities().get(name))
                .flatMap(Authority::vault)
                .orElseThrow(() -> Property.of(name, "addresses").defective("is not set"));
        VaultCertificationAuthority authority = new VaultOpening(name, vault, surroundings, tls).open();
        vault.tlsConfigurationName().ifPresent(configuration -> tlsOfAuthorities.put(authority, configuration));
        LOG.infof("CA %s: %s, mount %s, mode %s, role %s", name, authority, vault.mount(), vault.mode(), vault.role());
        return authority;
    }

    /** The registry tells each period, changed or not; Vert.x compares. */
    void renewTls(@Observes CertificateUpdatedEvent event) {
        tlsOfAuthorities.keySet().removeIf(VaultCertificationAuthority::isClosed);
        tlsOfAuthorities.forEach((authority, configuration) -> {
            if (configuration.equals(event.name())) {
                authority.renewTls(options(event.name(), event.tlsConfiguration()));
            }
        });
    }

    private static SSLOptions options(String name, TlsConfiguration configuration) {
        if (configuration.isTrustAll()) {
            // T-27: whoever answers would get the token
            throw new Property("quarkus.tls." + name + ".trust-all")
                    .defective("cannot be used for a certification authority");
        }
        return configuration.getSSLOptions();
    }
}
