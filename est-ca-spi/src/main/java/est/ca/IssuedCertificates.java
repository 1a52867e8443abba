package est.ca;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The facet of an authority that can say what it issued; the reconciler settles unknown outcomes with it. Thread-safe,
 * non-blocking.
 *
 * @since 0.1
 */
public interface IssuedCertificates {

    /**
     * The certificate with this serial.
     *
     * @return empty if the authority proves that it issued none. Completes exceptionally with {@link CaException} of
     *     kind {@code UNAVAILABLE} if it cannot tell
     */
    CompletionStage<Optional<X509Certificate>> bySerial(BigInteger serial);

    /**
     * All certificates issued for this key, oldest first.
     *
     * @return possibly empty. Completes exceptionally with {@link CaException} of kind {@code UNAVAILABLE} if it cannot
     *     tell
     */
    CompletionStage<List<X509Certificate>> byPublicKey(PublicKey publicKey);
}
