package est.identity;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPath;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds and validates paths (RFC 5280 §6) by the platform's means. Revocation is not its subject. Stateless and thread-safe.
 */
final class CertificatePaths {

    /** As many CA certificates as the door lets a client present. */
    private static final int LONGEST = 5;

    private final Provider signatures;

    /** Verifies with the given provider if it is registered with the platform. */
    CertificatePaths(Provider signatures) {
        this.signatures = signatures;
    }

    /**
     * A path from the first certificate of the chain to one of the anchors.
     *
     * @param at the moment at which every certificate of the path must be valid
     * @param now the present, in which the anchor must be valid too
     */
    Optional<TrustedPath> to(ManufacturerAnchors manufacturer, List<X509Certificate> chain, Instant at, Instant now) {
        // the platform's validator does not look at the dates of anchors
        Set<TrustAnchor> trusted = manufacturer.anchors().stream()
                .filter(anchor -> !now.isAfter(anchor.getNotAfter().toInstant()))
                .map(anchor -> new TrustAnchor(anchor, null))
                .collect(Collectors.toSet());
        if (trusted.isEmpty()) {
            return Optional.empty();
        }
        return asPresented(manufacturer, chain, trusted, at)
                .or(() -> manufacturer.intermediates().isEmpty()
                        ? Optional.empty()
                        : completed(manufacturer, chain, trusted, at));
    }

    private Optional<TrustedPath> asPresented(
            ManufacturerAnchors manufacturer, List<X509Certificate> chain, Set<TrustAnchor> trusted, Instant at) {
        List<X509Certificate> path = chain.stream()
                .filter(certificate -> !manufacturer.anchors().contains(certificate))
                .toList();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            PKIXParameters parameters = judgedAt(new PKIXParameters(trusted), path, at);
            CertPath presented = CertificateFactory.getInstance("X.509").generateCertPath(path);
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult)
                    CertPathValidator.getInstance("PKIX").validate(presented, parameters);
            return Optional.of(
                    new TrustedPath(manufacturer, path, result.getTrustAnchor().getTrustedCert()));
        } catch (GeneralSecurityException | RuntimeException noPath) {
            return Optional.empty();
        }
    }

    /** With the intermediates that the operator gave, for clients that send too little or in disorder. */
    private Optional<TrustedPath> completed(
            ManufacturerAnchors manufacturer, List<X509Certificate> chain, Set<TrustAnchor> trusted, Instant at) {
        List<X509Certificate> known = new ArrayList<>(chain);
        known.addAll(manufacturer.intermediates());
        try {
            X509CertSelector leaf = new X509CertSelector();
            leaf.setCertificate(chain.get(0));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(trusted, leaf);
            parameters.setMaxPathLength(LONGEST);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
            judgedAt(parameters, known, at);
            PKIXCertPathBuilderResult result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            return Optional.of(new TrustedPath(
                    manufacturer,
                    result.getCertPath().getCertificates().stream()
                            .map(X509Certificate.class::cast)
                            .toList(),
                    result.getTrustAnchor().getTrustedCert()));
        } catch (GeneralSecurityException | RuntimeException noPath) {
            return Optional.empty();
        }
    }

    private PKIXParameters judgedAt(PKIXParameters parameters, List<X509Certificate> certificates, Instant at) {
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        parameters.setSigProvider(pathProvider(certificates));
        return parameters;
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
}
