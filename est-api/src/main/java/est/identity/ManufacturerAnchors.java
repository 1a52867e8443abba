package est.identity;

import est.identity.revocation.RevocationRule;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One named set of trust anchors: whose devices may enroll, and how it is known that one may not any more.
 *
 * @param name the configured name
 * @param anchors where a path may end
 * @param intermediates CA certificates for devices that send their own certificate only; trusted no more than if they were sent
 * @param revocation where revocation is looked up; empty: nowhere
 */
public record ManufacturerAnchors(
        String name,
        Set<X509Certificate> anchors,
        List<X509Certificate> intermediates,
        Optional<RevocationRule> revocation) {

    /** Copies the collections. */
    public ManufacturerAnchors {
        anchors = Set.copyOf(anchors);
        intermediates = List.copyOf(intermediates);
    }
}
