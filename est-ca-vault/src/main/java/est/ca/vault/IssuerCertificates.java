package est.ca.vault;

import est.ca.CaCertificates;
import est.ca.CaException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The CA certificates of a mount: the issuer that signs with its chain, then those of the other issuers, so that a rotation
 * is seen by clients while both sign. Needs no token. Thread-safe.
 */
final class IssuerCertificates {

    /** More issuers than this have their certificates in {@code extra-trust-anchors}. */
    private static final int MOST_ISSUERS = 16;

    private static final int MOST_STEPS = 8;

    private final VaultClient client;
    private final String mount;
    private final String issuer;
    private final List<X509Certificate> extra;

    IssuerCertificates(VaultClient client, String mount, Optional<String> issuer, List<X509Certificate> extra) {
        this.client = client;
        this.mount = mount;
        this.issuer = issuer.orElse("default");
        this.extra = extra;
    }

    /** Asks for all of them. Fails with {@link CaException} of kind {@code UNAVAILABLE} or {@code DEFECTIVE}. */
    Future<CaCertificates> current() {
        return chain(issuer).compose(chain -> ids().compose(this::chains).map(others -> certificates(chain, others)));
    }

    /** The ids of all issuers; none if the mount does not tell them. */
    Future<List<String>> ids() {
        return client.exchange(VaultCall.get("issuers", mount + "/issuers?list=true"))
                .recover(failure -> Future.failedFuture(Outcomes.reading(failure)))
                .map(answer -> VaultAnswer.Json.texts(answer.data().getValue("keys")).stream()
                        .filter(id -> id.matches("[A-Za-z0-9._-]{1,64}"))
                        .limit(MOST_ISSUERS)
                        .toList());
    }

    private Future<List<X509Certificate>> chains(List<String> ids) {
        List<Future<List<X509Certificate>>> chains =
                ids.stream().map(this::chain).toList();
        return Future.all(chains).map(all -> chains.stream()
                .flatMap(chain -> chain.result().stream())
                .toList());
    }

    private Future<List<X509Certificate>> chain(String reference) {
        return client.exchange(VaultCall.get("issuer", mount + "/issuer/" + reference + "/json"))
                .recover(failure -> Future.failedFuture(Outcomes.reading(failure)))
                .map(answer -> {
                    if (!answer.isSuccess()) {
                        throw Outcomes.reading(answer);
                    }
                    return chain(answer.data());
                });
    }

    private static List<X509Certificate> chain(JsonObject issuer) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            chain.add(
                    Pem.certificate(VaultAnswer.Json.text(issuer, "certificate").orElse("")));
            Pem.certificates(VaultAnswer.Json.texts(issuer.getValue("ca_chain"))).stream()
                    .filter(certificate -> !chain.contains(certificate))
                    .forEach(chain::add);
            if (chain.stream().anyMatch(certificate -> certificate.getBasicConstraints() < 0)) {
                throw new CertificateException("an issuer that is no CA");
            }
            return chain;
        } catch (CertificateException unreadable) {
            throw Outcomes.unreadable(unreadable);
        }
    }

    /** The path is built anew: the mount may know it in part, the extra anchors the rest. */
    private CaCertificates certificates(List<X509Certificate> signing, List<X509Certificate> others) {
        Set<X509Certificate> known = new LinkedHashSet<>(signing);
        known.addAll(others);
        known.addAll(extra);
        List<X509Certificate> path = new ArrayList<>(List.of(signing.get(0)));
        Optional<X509Certificate> upper = issuerOf(signing.get(0), known);
        while (upper.isPresent() && !path.contains(upper.get()) && path.size() < MOST_STEPS) {
            path.add(upper.get());
            upper = issuerOf(upper.get(), known);
        }
        known.removeAll(path);
        return new CaCertificates(path, List.copyOf(known));
    }

    private static Optional<X509Certificate> issuerOf(X509Certificate lower, Set<X509Certificate> candidates) {
        return candidates.stream()
                .filter(candidate -> candidate.getSubjectX500Principal().equals(lower.getIssuerX500Principal()))
                .filter(candidate -> isSignedBy(lower, candidate))
                .findFirst();
    }

    private static boolean isSignedBy(X509Certificate lower, X509Certificate upper) {
        try {
            lower.verify(upper.getPublicKey());
            return true;
        } catch (GeneralSecurityException notByIt) {
            return false;
        }
    }
}
