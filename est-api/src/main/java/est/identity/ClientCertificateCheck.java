package est.identity;

import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_EXPIRED;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_UNFIT;
import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_UNTRUSTED;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a client certificate must be by itself, before any record is asked: path, validity and usage (RFC 5280 §6, RFC 7030
 * §3.3.2, EST-TLS-06). Stateless and thread-safe.
 */
final class ClientCertificateCheck {

    private static final String REGISTRATION_AUTHORITY = "1.3.6.1.5.5.7.3.28";
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final int DIGITAL_SIGNATURE = 0;

    private final Provider signatures;
    private final CertificatePaths paths;

    /** Verifies signatures with the given provider; those of paths too if it is registered with the platform. */
    ClientCertificateCheck(Provider signatures) {
        this.signatures = signatures;
        this.paths = new CertificatePaths(signatures);
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

    /** Whether it says id-kp-cmcRA (RFC 6402 §2.10); any purpose is not that purpose (T-8). */
    boolean isMarkedAsAuthority(X509Certificate certificate) {
        return purposes(certificate).contains(REGISTRATION_AUTHORITY);
    }

    /**
     * The paths from the leaf to anchors of the label, one for each name they have; nothing is fetched from the certificates (T-2).
     * The path of a certificate that has ended must have been good while it had not.
     */
    List<TrustedPath> requirePaths(ClientTrust trust, List<X509Certificate> chain, Instant now) {
        X509Certificate leaf = chain.get(0);
        requireEndEntityUsage(leaf);
        List<TrustedPath> found = trust.manufacturers().stream()
                .flatMap(manufacturer -> paths.to(manufacturer, chain, bounded(leaf, now), now).stream())
                .toList();
        if (found.isEmpty()) {
            throw new AuthenticationFailure(CERTIFICATE_UNTRUSTED, "the client certificate is not trusted here");
        }
        if (!trust.acceptsExpired() || now.isBefore(leaf.getNotBefore().toInstant())) {
            requireCurrent(leaf, now, Duration.ZERO);
        }
        return found;
    }

    private boolean isSignedBy(X509Certificate certificate, X509Certificate ca) {
        try {
            certificate.verify(ca.getPublicKey(), signatures);
            return true;
        } catch (GeneralSecurityException | RuntimeException notIssuedByIt) {
            return false;
        }
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
        List<String> purposes = purposes(certificate);
        return purposes.contains(CLIENT_AUTHENTICATION)
                || purposes.contains(ANY_EXTENDED_KEY_USAGE)
                || !limitsPurposes(certificate);
    }

    /** Asked by the lists of extensions: to ask for one that is not there costs the JDK 17 two exceptions. */
    private static boolean limitsPurposes(X509Certificate certificate) {
        return Stream.of(certificate.getCriticalExtensionOIDs(), certificate.getNonCriticalExtensionOIDs())
                .anyMatch(present -> present != null && present.contains(EXTENDED_KEY_USAGE));
    }

    /** None where there are none, and where they cannot be read. */
    private static List<String> purposes(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null ? List.of() : purposes;
        } catch (CertificateParsingException unreadable) {
            return List.of();
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
