package est.ca;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A certification authority as a registration authority sees it. Thread-safe; no method blocks its caller.
 *
 * @since 0.1
 */
public interface CertificationAuthority extends AutoCloseable {

    /**
     * Signs a certificate with the granted content for the public key of the request. The same {@link RequestId} gives
     * the same certificate as long as this instance remembers it; a provider that cannot promise more says so in its
     * documentation.
     *
     * @param request what was granted to whom; never altered
     * @return the certificate, or that it comes later. Completes exceptionally with {@link CaException}:
     *     {@code REFUSED} for this request, {@code UNAVAILABLE} if nothing was asked of the key,
     *     {@code DEFECTIVE} if an operator must act, {@code UNKNOWN} if a certificate may exist that nobody received
     */
    CompletionStage<Issuance> issue(IssuanceRequest request);

    /**
     * The certificates a client needs to validate what this authority issues, RFC 7030 §4.1.3.
     *
     * @return current certificates. Completes exceptionally with {@link CaException} of kind {@code UNAVAILABLE} or
     *     {@code DEFECTIVE}; never with an empty list
     */
    CompletionStage<CaCertificates> caCertificates();

    /**
     * Whether the back end could sign right now, as far as that can be told without signing: reachable, and willing to let
     * this server in. Asked again and again while an authority is down, so it costs next to nothing.
     *
     * @return completes if so. Completes exceptionally with {@link CaException} of kind {@code UNAVAILABLE} or
     *     {@code DEFECTIVE}
     */
    default CompletionStage<Void> probe() {
        return caCertificates().thenApply(present -> null);
    }

    /** Where an OCSP responder of this authority answers (RFC 6960), if it has one. */
    default Optional<URI> ocspResponder() {
        return Optional.empty();
    }

    /** The ability to revoke. Empty if the authority has none. */
    default Optional<Revocation> revocation() {
        return Optional.empty();
    }

    /** The ability to hand out revocation lists. Empty if the authority has none. */
    default Optional<RevocationLists> revocationLists() {
        return Optional.empty();
    }

    /** The ability to generate keys for clients, RFC 7030 §4.4. Empty if the authority has none. */
    default Optional<KeyGeneration> keyGeneration() {
        return Optional.empty();
    }

    /** The ability to look up what was issued. Empty if the authority keeps no list. */
    default Optional<IssuedCertificates> issuedCertificates() {
        return Optional.empty();
    }

    /** Releases keys and connections. Idempotent; calls after it complete with {@code UNAVAILABLE}. */
    @Override
    default void close() {}
}
