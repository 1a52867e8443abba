package est.record;

import java.time.Instant;
import java.util.UUID;

/**
 * A certificate this server issued.
 *
 * @param key issuer and serial
 * @param enrollment the enrollment that led to it
 * @param label the label it was issued under
 * @param ca the CA's configured name
 * @param der the certificate; taken over, not copied
 * @param status whether it is revoked; expiry is the reader's to judge
 * @param notAfter end of its validity
 */
public record RecordedCertificate(
        CertificateKey key, UUID enrollment, String label, String ca, byte[] der, Status status, Instant notAfter) {

    /** Whether a certificate is revoked. */
    public enum Status {
        /** Not revoked. */
        VALID,
        /** Revoked, for good. */
        REVOKED
    }

    @Override
    public String toString() {
        return "RecordedCertificate[" + key.serial().toString(16) + " " + status + "]";
    }
}
