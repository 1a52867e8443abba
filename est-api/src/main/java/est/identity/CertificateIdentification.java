package est.identity;

import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_REVOKED;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_UNKNOWN;

import est.record.CertificateRecords;
import est.record.RecordedCertificate;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Provider;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Tells who a TLS client certificate stands for. Judged anew for every request, also on kept connections (I-7). */
@ApplicationScoped
class CertificateIdentification {

    private final ClientCertificateCheck check;
    private final ManufacturerCertificates manufacturers;
    private final CertificateRecords certificates;
    private final Clock clock;

    CertificateIdentification(
            Provider signatures, ManufacturerCertificates manufacturers, CertificateRecords certificates, Clock clock) {
        this.check = new ClientCertificateCheck(signatures);
        this.manufacturers = manufacturers;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** Identifies by the leaf of the chain; the identity of a certificate is issuer and serial, never a name (T-7). */
    Uni<ClientIdentity> identify(
            AuthenticationRule rule, List<X509Certificate> chain, Collection<X509Certificate> caCertificates) {
        X509Certificate leaf = chain.get(0);
        Instant now = clock.instant();
        Optional<X509Certificate> issuer = check.issuerAmong(caCertificates, leaf);
        if (issuer.isEmpty()) {
            return manufacturers.identify(rule, chain, now);
        }
        check.requireUsable(leaf, now, rule.grace());
        return certificates
                .find(leaf.getIssuerX500Principal(), leaf.getSerialNumber())
                .map(recorded -> authority(rule, leaf)
                        .map(authority -> requireUnrevoked(authority, leaf, recorded))
                        .orElseGet(() -> requireCurrent(rule, leaf, recorded)));
    }

    /** T-8: the usage alone makes nobody a registration authority, nor does the policy entry. That our CA issued it is known. */
    private Optional<RegistrationAuthority> authority(AuthenticationRule rule, X509Certificate leaf) {
        return check.isMarkedAsAuthority(leaf) ? rule.trust().authority(leaf) : Optional.empty();
    }

    /** The CA may have issued it elsewhere; if we did, under whatever label, our record of its revocation counts. */
    private static ClientIdentity requireUnrevoked(
            RegistrationAuthority authority, X509Certificate leaf, Optional<RecordedCertificate> recorded) {
        recorded.ifPresent(CertificateIdentification::requireUnrevoked);
        return ClientIdentity.authority(authority, nameOf(leaf), leaf);
    }

    private static ClientIdentity requireCurrent(
            AuthenticationRule rule, X509Certificate leaf, Optional<RecordedCertificate> recorded) {
        RecordedCertificate certificate = recorded.filter(found -> isSame(leaf, found))
                .filter(found -> found.label().equals(rule.label()))
                .orElseThrow(() -> new AuthenticationFailure(
                        CERTIFICATE_UNKNOWN, "the client certificate was not issued under this label"));
        requireUnrevoked(certificate);
        return ClientIdentity.issued(nameOf(leaf), leaf);
    }

    private static void requireUnrevoked(RecordedCertificate certificate) {
        if (certificate.status() == RecordedCertificate.Status.REVOKED) {
            throw new AuthenticationFailure(CERTIFICATE_REVOKED, "the client certificate is revoked");
        }
    }

    private static boolean isSame(X509Certificate leaf, RecordedCertificate recorded) {
        try {
            return Arrays.equals(leaf.getEncoded(), recorded.der());
        } catch (CertificateEncodingException unreadable) {
            return false;
        }
    }

    /** The whole fingerprint: two certificates never share it, and issuer and serial are found through the record. */
    private static String nameOf(X509Certificate certificate) {
        return "certificate:" + CertificateFingerprint.of(certificate);
    }
}
