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
 * <p>The question is always one of a registration authority that hands out nothing it has not recorded, and that records
 * nothing of a request once it has settled it as absent. So "none" means: no such certificate is in anybody's hands, and
 * none comes into anybody's hands but through a recording that will be refused. An authority that keeps a list says it from
 * the list. One that keeps none may say it only if whatever it signs reaches nobody but this registration authority; else it
 * has no such facet, or cannot tell.
 *
 * @since 0.1
 */
public interface IssuedCertificates {

    /**
     * The certificate with this serial. An authority that draws serials itself answers for its own serials, so that empty
     * says nothing about a request that proposed another: then {@link #byPublicKey} decides.
     *
     * @return empty if there is none, in the sense above. Completes exceptionally with {@link CaException} of
     *     kind {@code UNAVAILABLE} if it cannot tell
     */
    CompletionStage<Optional<X509Certificate>> bySerial(BigInteger serial);

    /**
     * All certificates issued for this key, oldest first.
     *
     * @return empty if there are none, in the sense above. Completes exceptionally with {@link CaException} of kind {@code UNAVAILABLE} if it cannot
     *     tell
     */
    CompletionStage<List<X509Certificate>> byPublicKey(PublicKey publicKey);
}
