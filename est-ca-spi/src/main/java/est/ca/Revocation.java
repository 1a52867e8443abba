package est.ca;

import java.security.cert.X509Certificate;
import java.util.concurrent.CompletionStage;

/**
 * The facet of an authority that can revoke. Thread-safe, non-blocking.
 *
 * @since 0.1
 */
public interface Revocation {

    /** Why a certificate is revoked, with the codes of RFC 5280 §5.3.1. */
    enum Reason {
        UNSPECIFIED(0),
        KEY_COMPROMISE(1),
        AFFILIATION_CHANGED(3),
        SUPERSEDED(4),
        CESSATION_OF_OPERATION(5),
        PRIVILEGE_WITHDRAWN(9);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** The CRLReason code. */
        public int code() {
            return code;
        }
    }

    /**
     * Revokes a certificate of this authority. Revoking it again succeeds and changes nothing.
     *
     * @return completes when the authority knows. Completes exceptionally with {@link CaException}: {@code REFUSED} if
     *     the certificate is not of this authority
     */
    CompletionStage<Void> revoke(X509Certificate certificate, Reason reason);
}
