package est.ca.local;

import est.ca.CaException;
import est.pki.CertificateContent;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.bouncycastle.asn1.x509.Validity;

/** Keeps every certificate within the validity of its issuer, and signs nothing while the clock is outside it (I-12). */
final class ValidityRule {

    private final Instant notBefore;
    private final Instant notAfter;

    ValidityRule(X509Certificate issuing) {
        this.notBefore = issuing.getNotBefore().toInstant();
        this.notAfter = issuing.getNotAfter().toInstant();
    }

    /**
     * The granted dates, cut to the issuer's.
     *
     * @throws CaException {@code DEFECTIVE} if now is outside the issuer's validity; {@code REFUSED} if nothing is left of
     *     the granted time
     */
    Validity cut(CertificateContent granted, Instant now) {
        if (now.isBefore(notBefore) || now.isAfter(notAfter)) {
            throw CaException.defective("the certification authority is not valid now", null);
        }
        Instant from = granted.notBefore().isBefore(notBefore) ? notBefore : granted.notBefore();
        Instant to = granted.notAfter().isAfter(notAfter) ? notAfter : granted.notAfter();
        if (!from.isBefore(to)) {
            throw CaException.refused("the granted time is outside the validity of the certification authority", null);
        }
        return new Validity(CertificateTime.of(from), CertificateTime.of(to));
    }
}
