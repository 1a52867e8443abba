package est.ca;

import est.pki.CertificateContent;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * One certificate to issue. The request was decoded, its proof of possession verified and its content judged; a provider
 * takes the key from {@link #publicKey()} and everything else from {@link #granted()}.
 *
 * @param id identifies the issuance across retries
 * @param profile name of the enrollment profile that granted it; for providers that keep their own rules per profile
 * @param certificationRequest the PKCS#10 request as received, DER; for back ends that insist on it
 * @param publicKey the key to certify
 * @param granted what the certificate shall contain
 * @param proposedSerial the serial the registration authority recorded: positive, at most 20 octets, at least 127 random
 *     bits (RFC 5280 §4.1.2.2). An authority that draws serials itself ignores it
 * @param renews the certificate this one replaces, at re-enrollment
 * @since 0.1
 */
public record IssuanceRequest(
        RequestId id,
        String profile,
        byte[] certificationRequest,
        PublicKey publicKey,
        CertificateContent granted,
        BigInteger proposedSerial,
        Optional<X509Certificate> renews) {

    private static final int MAX_SERIAL_BITS = 159;

    /**
     * Copies the request octets.
     *
     * @throws IllegalArgumentException if the serial is not positive or longer than 20 octets
     */
    public IssuanceRequest {
        certificationRequest = certificationRequest.clone();
        if (proposedSerial.signum() <= 0 || proposedSerial.bitLength() > MAX_SERIAL_BITS) {
            throw new IllegalArgumentException("a serial is positive and has at most 20 octets (RFC 5280 §4.1.2.2)");
        }
    }

    @Override
    public byte[] certificationRequest() {
        return certificationRequest.clone();
    }

    @Override
    public String toString() {
        return "IssuanceRequest[" + id + ", profile " + profile + ", " + granted + "]";
    }
}
