package est.issuance;

import io.smallrye.mutiny.Uni;
import java.security.cert.X509Certificate;

/**
 * Signs as one of the authorities does, with a key that nobody trusts, and is supervised and distrusted like it; what it does
 * is counted nowhere. Thread-safe.
 */
public final class RehearsalAuthority implements AutoCloseable {

    private final SupervisedAuthority authority;

    RehearsalAuthority(SupervisedAuthority authority) {
        this.authority = authority;
    }

    /** As {@link CertificationAuthorities#issue}. */
    public Uni<X509Certificate> issue(Signing signing) {
        return authority.issue(signing);
    }

    @Override
    public void close() {
        authority.close();
    }
}
