package est.issuance;

import est.pki.CertificateContent;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.UUID;

/**
 * What an authority is asked to sign; its intent is committed.
 *
 * @param id the intent
 * @param ca the authority's configured name
 * @param profile the profile that granted it
 * @param certificationRequest the request as received
 * @param publicKey the key to certify
 * @param granted the content to certify
 * @param serial the serial of the intent
 * @param renews the certificate that is renewed
 */
public record Signing(
        UUID id,
        String ca,
        String profile,
        byte[] certificationRequest,
        PublicKey publicKey,
        CertificateContent granted,
        BigInteger serial,
        Optional<X509Certificate> renews) {

    @Override
    public String toString() {
        return "Signing[" + id + ", ca " + ca + "]";
    }
}
