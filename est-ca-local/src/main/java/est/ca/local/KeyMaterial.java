package est.ca.local;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that came with it, not judged yet.
 *
 * @param key the private key as read
 * @param chain the certificate of the key first; never empty
 */
record KeyMaterial(PrivateKey key, List<X509Certificate> chain) {

    KeyMaterial {
        chain = List.copyOf(chain);
    }

    @Override
    public String toString() {
        return "KeyMaterial of " + chain.get(0).getSubjectX500Principal();
    }
}
