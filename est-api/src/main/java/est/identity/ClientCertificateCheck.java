package est.identity;

import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_EXPIRED;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_UNFIT;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_UNTRUSTED;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client certificate must be by itself, before any record is asked: path, validity and usage (RFC 5280 §6, RFC 7030
 * §3.3.2, EST-TLS-06). Stateless and thread-safe.
 */
final class ClientCertificateCheck {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final int DIGITAL_SIGNATURE = 0;

    private final Provider signatures;

    /** Verifies signatures with the given provider; those of paths too if it is registered with the platform. */
    ClientCertificateCheck(Provider signatures) {
        this.signatures = signatures;
    }

    /** The CA certificate that issued this one, if it is among the given ones: by name and by signature. */
    Optional<X509Certificate> issuerAmong(Collection<X509Certificate> caCertificates, X509Certificate certificate) {
        return caCertificates.stream()
                .filter(ca -> ca.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                .filter(ca -> isSignedBy(certificate, ca))
                .findFirst();
    }

    /** Checks validity and usage of a certificate whose issuer is already known; it may have ended within the grace. */
    void requireUsable(X509Certificate certificate, Instant now, Duration grace) {
        requireEndEntityUsage(certificate);
        requireCurrent(certificate, now, grace);
    }

    /** Checks the path from the leaf to one of the anchors at the given time; nothing is fetched from the certificates (T-2). */
    void requirePathTo(Set<X509Certificate> anchors, List<X509Certificate> chain, Instant now) {
        X509Certificate leaf = chain.get(0);
        requireEndEntityUsage(leaf);
        if (anchors.isEmpty() || !leadsTo(anchors, chain, bounded(leaf, now))) {
            throw new AuthenticationFailure(CERTIFICATE_UNTRUSTED, "the client certificate is not trusted here");
        }
        requireCurrent(leaf, now, Duration.ZERO);
    }

    private boolean isSignedBy(X509Certificate certificate, X509Certificate ca) {
        try {
            certificate.verify(ca.getPublicKey(), signatures);
            return true;
        } catch (GeneralSecurityException | RuntimeException notIssuedByIt) {
            return false;
        }
    }

    private boolean leadsTo(Set<X509Certificate> anchors, List<X509Certificate> chain, Instant at) {
        try {
            List<X509Certificate> path = chain.stream()
                    .filter(certificate -> !anchors.contains(certificate))
                    .toList();
            if (path.isEmpty()) {
                return false;
            }
            // the platform's validator does not look at the dates of anchors
            Set<TrustAnchor> trusted = anchors.stream()
                    .filter(anchor -> !at.isAfter(anchor.getNotAfter().toInstant()))
                    .map(anchor -> new TrustAnchor(anchor, null))
                    .collect(Collectors.toSet());
            if (trusted.isEmpty()) {
                return false;
            }
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            parameters.setSigProvider(pathProvider(path));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return true;
        } catch (GeneralSecurityException | RuntimeException noPath) {
            return false;
        }
    }

    /**
     * The path validator takes a provider by its name only, and for the whole path. Where ours lacks an algorithm of the path,
     * the platform looks for one: as strict, but many times slower for P-256.
     */
    private @Nullable String pathProvider(List<X509Certificate> path) {
        boolean knowsAll = path.stream()
                .allMatch(certificate -> signatures.getService("Signature", certificate.getSigAlgName()) != null);
        return knowsAll && Security.getProvider(signatures.getName()) != null ? signatures.getName() : null;
    }

    /** A moment within the leaf's validity, so that an expired leaf is told from an untrusted one. */
    private static Instant bounded(X509Certificate leaf, Instant now) {
        Instant first = leaf.getNotBefore().toInstant();
        Instant last = leaf.getNotAfter().toInstant();
        if (now.isBefore(first)) {
            return first;
        }
        return now.isAfter(last) ? last : now;
    }

    private static void requireCurrent(X509Certificate certificate, Instant now, Duration grace) {
        if (now.isBefore(certificate.getNotBefore().toInstant())
                || now.isAfter(certificate.getNotAfter().toInstant().plus(grace))) {
            throw new AuthenticationFailure(CERTIFICATE_EXPIRED, "the client certificate is expired or not valid yet");
        }
    }

    /** Device certificates often lack key usages: absent is accepted, present must allow client authentication. */
    private static void requireEndEntityUsage(X509Certificate certificate) {
        boolean[] keyUsage = certificate.getKeyUsage();
        boolean mayAuthenticate = allowsClientAuthentication(certificate)
                && certificate.getBasicConstraints() < 0
                && (keyUsage == null || keyUsage[DIGITAL_SIGNATURE])
                && !hasUnknownCriticalExtension(certificate);
        if (!mayAuthenticate) {
            throw new AuthenticationFailure(
                    CERTIFICATE_UNFIT, "the client certificate may not be used for TLS client authentication");
        }
    }

    private static boolean allowsClientAuthentication(X509Certificate certificate) {
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            return usages == null || usages.contains(CLIENT_AUTHENTICATION) || usages.contains(ANY_EXTENDED_KEY_USAGE);
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    private static boolean hasUnknownCriticalExtension(X509Certificate certificate) {
        if (!certificate.hasUnsupportedCriticalExtension()) {
            return false;
        }
        // the JDK counts extended key usage among the unsupported ones; it was judged above
        Set<String> critical = new HashSet<>(certificate.getCriticalExtensionOIDs());
        critical.removeAll(Set.of(EXTENDED_KEY_USAGE, "2.5.29.15", "2.5.29.19", "2.5.29.17"));
        return !critical.isEmpty();
    }
}
