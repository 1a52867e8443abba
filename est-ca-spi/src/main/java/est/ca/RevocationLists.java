package est.ca;

import java.security.cert.X509CRL;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The facet of an authority that publishes certificate revocation lists (RFC 5280 §5). Thread-safe, non-blocking.
 *
 * @since 0.1
 */
public interface RevocationLists {

    /**
     * The current lists, one per issuer.
     *
     * @return never empty. Completes exceptionally with {@link CaException} of kind {@code UNAVAILABLE} or
     *     {@code DEFECTIVE}
     */
    CompletionStage<List<X509CRL>> current();
}
