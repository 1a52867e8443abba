package est.identity;

import static est.identity.AuthenticationFailure.Reason.CERTIFICATE_REVOKED;
import static est.identity.AuthenticationFailure.Reason.REVOCATION_UNKNOWN;

import est.identity.revocation.CertificateStatus;
import est.identity.revocation.Revocation;
import est.identity.revocation.RevocationRule;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/** Tells who a manufacturer's certificate stands for. */
@ApplicationScoped
class ManufacturerCertificates {

    private static final Logger LOG = Logger.getLogger(ManufacturerCertificates.class);

    private final ClientCertificateCheck check;
    private final Revocation revocation;

    ManufacturerCertificates(Provider signatures, Revocation revocation) {
        this.check = new ClientCertificateCheck(signatures);
        this.revocation = revocation;
    }

    /** Identifies by a path to an anchor of the label, none of whose certificates is revoked. Fails with {@link AuthenticationFailure}. */
    Uni<ClientIdentity> identify(AuthenticationRule rule, List<X509Certificate> chain, Instant now) {
        List<TrustedPath> paths = check.requirePaths(rule.trust(), chain, now);
        X509Certificate leaf = chain.get(0);
        return requireUnrevoked(paths).map(unrevoked -> ClientIdentity.manufactured(name(rule, leaf, now), leaf));
    }

    /** An end that was passed over is in the log, and in the identity that record and audit show. */
    private static String name(AuthenticationRule rule, X509Certificate leaf, Instant now) {
        String name = "certificate:" + CertificateFingerprint.of(leaf);
        if (!now.isAfter(leaf.getNotAfter().toInstant())) {
            return name;
        }
        LOG.infof(
                "Label %s: %s of %s counts although it ended on %s",
                rule.label(),
                name,
                leaf.getSubjectX500Principal(),
                leaf.getNotAfter().toInstant());
        return name + " (expired)";
    }

    /** Where a path leads to anchors of several names, each has its say: no order of settings makes a revoked device good. */
    private Uni<Void> requireUnrevoked(List<TrustedPath> paths) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (TrustedPath path : paths) {
            if (path.manufacturer().revocation().isPresent()) {
                RevocationRule rule = path.manufacturer().revocation().get();
                all = all.chain(() -> revocation.statusOf(rule, path.certificates(), path.anchor()))
                        .invoke(status -> requireGood(rule, status))
                        .replaceWithVoid();
            }
        }
        return all;
    }

    /** I-6: what cannot be told is no permission, unless the operator says so. */
    private static void requireGood(RevocationRule rule, CertificateStatus status) {
        switch (status) {
            case GOOD -> {}
            case REVOKED -> throw new AuthenticationFailure(CERTIFICATE_REVOKED, "the client certificate is revoked");
            case UNKNOWN -> {
                if (!rule.acceptsUnknown()) {
                    throw new AuthenticationFailure(
                            REVOCATION_UNKNOWN, "whether the client certificate is revoked cannot be told right now");
                }
            }
        }
    }
}
