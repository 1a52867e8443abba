package est.console;

import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Checks the console's settings; Quarkus opens its port. */
@ApplicationScoped
public class ConsoleStart {
    private static final Logger LOG = Logger.getLogger(ConsoleStart.class);

    private final ConsoleSettings settings;
    private final TlsConfigurationRegistry tls;

    ConsoleStart(ConsoleSettings settings, TlsConfigurationRegistry tls) {
        this.settings = settings;
        this.tls = tls;
    }

    /**
     * Checks before the server opens.
     *
     * @throws IllegalArgumentException naming the property that cannot work
     */
    public void requireUsable() {
        if (!settings.enabled()) {
            return;
        }
        if (settings.port() < 1 || settings.port() > 65_535) {
            throw new IllegalArgumentException("est.console.port: must be 1 to 65535");
        }
        String name = settings.tlsConfigurationName();
        if (tls.get(name).isEmpty()) {
            throw new IllegalArgumentException(
                    "est.console.tls-configuration-name: quarkus.tls." + name + " is not configured");
        }
        LOG.infof("Console: https://%s:%d/api/v1/pending", settings.host(), settings.port());
    }
}
