package est.identity;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * What tells a certificate from all others of all CAs (RFC 5280 §4.1.2.2). Names are compared by value, never as they are spelled.
 *
 * @param issuer who issued it
 * @param serial its serial number there
 */
public record CertificateNumber(X500Principal issuer, BigInteger serial) {

    static CertificateNumber of(X509Certificate certificate) {
        return new CertificateNumber(certificate.getIssuerX500Principal(), certificate.getSerialNumber());
    }
}
