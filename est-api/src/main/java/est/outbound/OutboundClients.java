package est.outbound;

import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.SSLOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Opens the clients of parties outside, and hands renewed TLS material to them. Thread-safe. */
@ApplicationScoped
public class OutboundClients {

    private static final Logger LOG = Logger.getLogger(OutboundClients.class);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Vertx vertx;
    private final Clock clock;
    private final Function<String, Optional<SSLOptions>> tls;
    private final Map<OutboundClient, Optional<String>> clients = new ConcurrentHashMap<>();

    @Inject
    OutboundClients(Vertx vertx, Clock clock, TlsConfigurationRegistry registry) {
        this(vertx, clock, name -> registry.get(name).map(each -> options(name, each)));
    }

    /** With TLS configurations from anywhere. */
    OutboundClients(Vertx vertx, Clock clock, Function<String, Optional<SSLOptions>> tls) {
        this.vertx = vertx;
        this.clock = clock;
        this.tls = tls;
    }

    /**
     * Reads settings and files, connects to nothing. Blocks on the file of the secret.
     *
     * @param prefix of the settings, for complaints
     * @param connections at once; as many messages may wait
     * @throws IllegalArgumentException naming the property that cannot work
     */
    public OutboundClient open(String prefix, OutboundSettings settings, int connections) {
        Endpoint endpoint = Endpoint.of(prefix + ".url", settings.url());
        Duration timeout = settings.timeout();
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    prefix + ".timeout: must be longer than nothing and at most " + LONGEST.toSeconds() + "s");
        }
        Optional<SigningKeys> keys = settings.secretFile().map(file -> SigningKeys.read(prefix + ".secret-file", file));
        HttpClientOptions options = new HttpClientOptions();
        settings.tlsConfigurationName().map(name -> material(prefix, name)).ifPresent(material -> {
            options.setKeyCertOptions(material.getKeyCertOptions());
            options.setTrustOptions(material.getTrustOptions());
            material.getEnabledCipherSuites().forEach(options::addEnabledCipherSuite);
            material.getCrlValues().forEach(options::addCrlValue);
        });
        OutboundClient client =
                new OutboundClient(vertx, clock, options, endpoint, settings, connections, keys, clients::remove);
        clients.put(client, settings.tlsConfigurationName());
        return client;
    }

    private SSLOptions material(String prefix, String name) {
        return tls.apply(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        prefix + ".tls-configuration-name: there is no quarkus.tls." + name));
    }

    /** The registry tells each period, changed or not; Vert.x compares. */
    void renewTls(@Observes CertificateUpdatedEvent event) {
        clients.forEach((client, configuration) -> {
            if (configuration.filter(event.name()::equals).isPresent()) {
                client.renewTls(options(event.name(), event.tlsConfiguration()))
                        .onFailure(unusable -> LOG.errorf(
                                unusable,
                                "quarkus.tls.%s: the new material cannot be used for %s",
                                event.name(),
                                client));
            }
        });
    }

    private static SSLOptions options(String name, TlsConfiguration configuration) {
        if (configuration.isTrustAll()) {
            // T-27: whoever answers would decide
            throw new IllegalArgumentException(
                    "quarkus.tls." + name + ".trust-all: cannot be used for an authorizer or a webhook");
        }
        return configuration.getSSLOptions();
    }

    @PreDestroy
    void close() {
        clients.keySet().forEach(OutboundClient::close);
    }
}
