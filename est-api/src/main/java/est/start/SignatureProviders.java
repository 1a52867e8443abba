package est.start;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.Provider;
import java.security.Security;
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
    private static final String NAME = "est-signatures";

    @Produces
    @Singleton
    Provider signatures() {
        boolean conscrypt = Conscrypt.isAvailable();
        LOG.infof("Signatures by %s", conscrypt ? "Conscrypt" : "Bouncy Castle");
        return conscrypt ? conscrypt() : new BouncyCastleProvider();
    }

    /**
     * Registered, since the platform's path validator finds a provider by its name only; last of all, so that nobody who names
     * no provider gets it. One of an earlier start in this process makes way.
     */
    private static Provider conscrypt() {
        Provider provider = Conscrypt.newProviderBuilder().setName(NAME).build();
        Security.removeProvider(NAME);
        Security.addProvider(provider);
        return provider;
    }
}
