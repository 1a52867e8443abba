package est.identity;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What a client brought along, not yet judged.
 *
 * @param certificates the TLS client chain, leaf first; possession of its key is proven
 * @param authorization the values of all {@code Authorization} headers; secret
 */
public record PresentedCredentials(List<X509Certificate> certificates, List<String> authorization) {

    /** Copies the lists. */
    public PresentedCredentials {
        certificates = List.copyOf(certificates);
        authorization = List.copyOf(authorization);
    }

    /** Shows counts only (I-10). */
    @Override
    public String toString() {
        return "PresentedCredentials[" + certificates.size() + " certificates, " + authorization.size() + " headers]";
    }
}
