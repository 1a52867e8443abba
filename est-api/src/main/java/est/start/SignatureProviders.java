package est.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;
import org.jboss.logging.Logger;

/**
 * The one place that says who computes signatures: Conscrypt where its native library loads, else Bouncy Castle. Everybody
 * names this provider; nobody relies on the order of the platform's providers.
 */
@ApplicationScoped
class SignatureProviders {

    private static final Logger LOG = Logger.getLogger(SignatureProviders.class);

    @Produces
    @Singleton
    Provider signatures() {
        boolean conscrypt = Conscrypt.isAvailable();
        LOG.infof("Signatures by %s", conscrypt ? "Conscrypt" : "Bouncy Castle");
        return conscrypt
                ? Conscrypt.newProviderBuilder().setName("est-signatures").build()
                : new BouncyCastleProvider();
    }
}
