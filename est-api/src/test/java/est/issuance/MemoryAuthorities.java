package est.issuance;

import est.ca.CertificationAuthorityProvider;
import est.ca.InMemoryCertificationAuthority;
import est.ca.InMemoryCertificationAuthorityProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The contract kit's CA as a provider of type {@code memory}, so that tests can tell a CA to lie, fail or hang. */
@ApplicationScoped
public class MemoryAuthorities {

    private final InMemoryCertificationAuthorityProvider provider = new InMemoryCertificationAuthorityProvider();

    @Produces
    @Singleton
    CertificationAuthorityProvider provider() {
        return provider;
    }

    /** The authority that the label {@code memory} uses. */
    public InMemoryCertificationAuthority authority() {
        return provider.authority("memory");
    }
}
