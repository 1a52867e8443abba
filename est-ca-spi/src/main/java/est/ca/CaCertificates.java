package est.ca;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code /cacerts} serves, RFC 7030 §4.1.3.
 *
 * @param chain the issuing CA first, every intermediate, the root last; never empty, no end entity
 * @param rollover OldWithOld, OldWithNew and NewWithOld after a root key change (RFC 4210 §4.4), and issuing CAs that
 *     are phased out; usually empty
 * @since 0.1
 */
public record CaCertificates(List<X509Certificate> chain, List<X509Certificate> rollover) {

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if the chain is empty
     */
    public CaCertificates {
        chain = List.copyOf(chain);
        rollover = List.copyOf(rollover);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certification authority has at least its own certificate");
        }
    }

    /** The certificate whose key signs. */
    public X509Certificate issuing() {
        return chain.get(0);
    }

    /** Chain order first, rollover certificates behind it, without duplicates. */
    public List<X509Certificate> all() {
        List<X509Certificate> all = new ArrayList<>(chain);
        rollover.stream().filter(certificate -> !all.contains(certificate)).forEach(all::add);
        return List.copyOf(all);
    }
}
