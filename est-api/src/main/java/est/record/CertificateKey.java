package est.record;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * What a certificate is found by: issuer and serial, never its names (T-7).
 *
 * @param issuer the issuer name
 * @param serial the serial number
 */
public record CertificateKey(X500Principal issuer, BigInteger serial) {

    /** The key of {@code certificate}. */
    public static CertificateKey of(X509Certificate certificate) {
        return new CertificateKey(certificate.getIssuerX500Principal(), certificate.getSerialNumber());
    }
}
