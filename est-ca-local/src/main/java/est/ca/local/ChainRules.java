package est.ca.local;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** What the certificates of an authority must fulfil before it may sign anything (RFC 5280 §4.2.1, §6.1). */
final class ChainRules {

    private static final int KEY_CERT_SIGN = 5;
    private static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

    private final Property property;
    private final Instant now;

    ChainRules(Property property, Instant now) {
        this.property = property;
        this.now = now;
    }

    /**
     * Checks the issuing CA first, then each link upwards as far as the chain goes.
     *
     * @throws est.ca.CaException of kind {@code DEFECTIVE} with the first rule that is broken
     */
    void check(List<X509Certificate> chain) {
        chain.forEach(this::checkAuthority);
        chain.forEach(this::checkDates);
        X509Certificate issuing = chain.get(0);
        require(issuing.getKeyUsage() != null, issuing, "has no keyUsage with keyCertSign (RFC 5280 §4.2.1.3)");
        require(
                issuing.getExtensionValue(SUBJECT_KEY_IDENTIFIER) != null,
                issuing,
                "has no subject key identifier (RFC 5280 §4.2.1.2)");
        for (int i = 1; i < chain.size(); i++) {
            checkLink(chain.get(i - 1), chain.get(i), i - 1);
        }
        X509Certificate last = chain.get(chain.size() - 1);
        if (last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
            checkSignature(last, last);
        }
    }

    /** Checks one certificate by itself: it is a CA certificate. */
    void checkAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        require(certificate.getBasicConstraints() >= 0, certificate, "is no CA certificate (basicConstraints)");
        require(usage == null || usage[KEY_CERT_SIGN], certificate, "has a keyUsage without keyCertSign");
    }

    private void checkDates(X509Certificate certificate) {
        require(!now.isBefore(certificate.getNotBefore().toInstant()), certificate, "is not valid yet");
        require(!now.isAfter(certificate.getNotAfter().toInstant()), certificate, "has expired");
    }

    private void checkLink(X509Certificate lower, X509Certificate upper, int intermediatesBelow) {
        require(
                lower.getIssuerX500Principal().equals(upper.getSubjectX500Principal()),
                lower,
                "is not issued by the certificate that follows it; the order is issuing CA first, root last");
        checkSignature(lower, upper);
        require(
                upper.getBasicConstraints() >= intermediatesBelow,
                upper,
                "allows fewer CAs below it than the chain has (pathLenConstraint)");
    }

    private void checkSignature(X509Certificate lower, X509Certificate upper) {
        try {
            lower.verify(upper.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw property.defective(
                    name(lower) + " does not verify with the key of the certificate that follows it", e);
        }
    }

    private void require(boolean holds, X509Certificate certificate, String problem) {
        if (!holds) {
            throw property.defective(name(certificate) + " " + problem);
        }
    }

    /** How messages call a certificate: subject and dates. */
    static String name(X509Certificate certificate) {
        return "certificate \"" + certificate.getSubjectX500Principal() + "\" (valid "
                + certificate.getNotBefore().toInstant() + " to "
                + certificate.getNotAfter().toInstant() + ")";
    }
}
