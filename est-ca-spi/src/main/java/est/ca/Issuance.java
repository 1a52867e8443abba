package est.ca;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * The outcome of asking a certification authority.
 *
 * @since 0.1
 */
public sealed interface Issuance {

    /**
     * A certificate was signed.
     *
     * @param certificate the new certificate
     * @param chain the certificates above it, issuing CA first; may be empty if {@code caCertificates()} suffices
     */
    record Issued(X509Certificate certificate, List<X509Certificate> chain) implements Issuance {
        /** Copies the chain. */
        public Issued {
            chain = List.copyOf(chain);
        }
    }

    /**
     * The authority will decide later; becomes 202 with Retry-After, RFC 7030 §4.2.3.
     *
     * @param retryAfter when asking again makes sense; at least one second
     */
    record Deferred(Duration retryAfter) implements Issuance {
        /**
         * Checks the delay.
         *
         * @throws IllegalArgumentException if it is shorter than a second, the unit of Retry-After
         */
        public Deferred {
            if (retryAfter.compareTo(Duration.ofSeconds(1)) < 0) {
                throw new IllegalArgumentException("an answer is deferred by at least one second");
            }
        }
    }
}
