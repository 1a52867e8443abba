package est.identity.revocation;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the revocation of certificates below one set of trust anchors is looked up.
 *
 * @param anchors the name of the set
 * @param issuers the CA certificates whose CRLs count: the anchors and the intermediates the operator gave
 * @param lists the CRLs that files held when the configuration was read
 * @param downloads the CRLs that are fetched
 * @param responder who is asked about one certificate at a time
 * @param acceptsUnknown whether a certificate of which nobody can tell counts as good
 */
public record RevocationRule(
        String anchors,
        Set<X509Certificate> issuers,
        List<RevocationList> lists,
        Downloads downloads,
        Optional<Responder> responder,
        boolean acceptsUnknown) {

    /** Copies the collections. */
    public RevocationRule {
        issuers = Set.copyOf(issuers);
        lists = List.copyOf(lists);
    }

    /**
     * CRLs that are fetched in the background.
     *
     * @param addresses http or https, from the configuration only (T-27)
     * @param refresh how often
     * @param timeout patience with one of them
     */
    public record Downloads(List<URI> addresses, Duration refresh, Duration timeout) {

        /** Copies the list. */
        public Downloads {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * An OCSP responder (RFC 6960).
     *
     * @param address http or https, from the configuration only (T-27)
     * @param cache how long an answer counts at most
     * @param timeout patience with one answer
     */
    public record Responder(URI address, Duration cache, Duration timeout) {}

    @Override
    public String toString() {
        return "RevocationRule[" + anchors + "]";
    }
}
