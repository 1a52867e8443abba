package est.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/**
 * A client that a label lets enroll for others: the policy entry that T-8 demands beside the extended key usage and the issuer.
 *
 * @param name the configured name
 * @param fingerprints SHA-256 of its certificates, lower-case hexadecimal; several while one follows another
 * @param numbers its certificates by issuer and serial number
 * @param subject the subject of its certificates, present and future
 * @param nameSpace for whom it may enroll
 */
public record RegistrationAuthority(
        String name,
        Set<String> fingerprints,
        Set<CertificateNumber> numbers,
        Optional<X500Principal> subject,
        NameSpace nameSpace) {

    /** Copies the sets. */
    public RegistrationAuthority {
        fingerprints = Set.copyOf(fingerprints);
        numbers = Set.copyOf(numbers);
    }

    /** Whether the entry is about this very certificate. */
    boolean names(X509Certificate certificate) {
        return fingerprints.contains(CertificateFingerprint.of(certificate))
                || numbers.contains(CertificateNumber.of(certificate));
    }

    /** Whether the entry is about whoever has a certificate of this subject. */
    boolean namesSubjectOf(X509Certificate certificate) {
        return subject.filter(certificate.getSubjectX500Principal()::equals).isPresent();
    }

    @Override
    public String toString() {
        return name;
    }
}
