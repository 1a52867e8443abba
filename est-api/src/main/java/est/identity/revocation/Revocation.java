package est.identity.revocation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells whether certificates are revoked. Asked anew for every request (I-7). Thread-safe. */
@ApplicationScoped
public class Revocation {

    private final CrlDownloads downloads;
    private final OcspClient responders;
    private final MeterRegistry meters;
    private final Clock clock;

    Revocation(CrlDownloads downloads, OcspClient responders, MeterRegistry meters, Clock clock) {
        this.downloads = downloads;
        this.responders = responders;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * The status of a path: as bad as that of its worst certificate.
     *
     * @param path the leaf first, without the anchor
     * @param anchor where it ends
     * @return the status; never fails
     */
    public Uni<CertificateStatus> statusOf(RevocationRule rule, List<X509Certificate> path, X509Certificate anchor) {
        Uni<CertificateStatus> worst = Uni.createFrom().item(CertificateStatus.GOOD);
        for (int i = 0; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            X509Certificate issuer = i + 1 < path.size() ? path.get(i + 1) : anchor;
            worst = worst.flatMap(before -> before == CertificateStatus.REVOKED
                    ? Uni.createFrom().item(before)
                    : statusOf(rule, certificate, issuer).map(before::and));
        }
        return worst.invoke(status -> count(rule, status));
    }

    /** A responder knows more than a list, except that a list says revoked; where it cannot tell, the list's word counts. */
    private Uni<CertificateStatus> statusOf(RevocationRule rule, X509Certificate certificate, X509Certificate issuer) {
        CertificateStatus listed = listed(rule, certificate, issuer);
        if (listed == CertificateStatus.REVOKED || rule.responder().isEmpty()) {
            return Uni.createFrom().item(listed);
        }
        return responders
                .ask(rule.responder().get(), certificate, issuer)
                .map(answer -> answer == CertificateStatus.UNKNOWN ? listed : answer);
    }

    /** Any list may say revoked, and any current one good. */
    private CertificateStatus listed(RevocationRule rule, X509Certificate certificate, X509Certificate issuer) {
        Instant now = clock.instant();
        List<CertificateStatus> said = Stream.concat(rule.lists().stream(), downloads.of(rule).stream())
                .filter(list -> list.isOf(issuer))
                .map(list -> list.statusOf(certificate, now))
                .toList();
        if (said.contains(CertificateStatus.REVOKED)) {
            return CertificateStatus.REVOKED;
        }
        return said.contains(CertificateStatus.GOOD) ? CertificateStatus.GOOD : CertificateStatus.UNKNOWN;
    }

    private void count(RevocationRule rule, CertificateStatus status) {
        Counter.builder("est.revocation.checks")
                .description("Client certificates looked up, by what came of it")
                .tags("anchors", rule.anchors(), "status", status.name().toLowerCase(Locale.ROOT))
                .register(meters)
                .increment();
    }
}
