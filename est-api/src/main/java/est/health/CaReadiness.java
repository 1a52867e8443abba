package est.health;

import est.issuance.CertificationAuthorities;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the certificates of at least one CA are at hand. */
@Readiness
@ApplicationScoped
class CaReadiness implements AsyncHealthCheck {

    /** One CA that is silent does not make the answer late that another one decides. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final CertificationAuthorities authorities;

    CaReadiness(CertificationAuthorities authorities) {
        this.authorities = authorities;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        List<Uni<Boolean>> loaded =
                authorities.names().stream().map(this::hasCertificates).toList();
        if (loaded.isEmpty()) {
            return Uni.createFrom().item(HealthCheckResponse.down("certification authorities"));
        }
        return Uni.join().all(loaded).andFailFast().map(each -> HealthCheckResponse.named("certification authorities")
                .status(each.contains(true))
                .build());
    }

    private Uni<Boolean> hasCertificates(String ca) {
        return authorities
                .caCertificates(ca)
                .map((List<X509Certificate> certificates) -> !certificates.isEmpty())
                .ifNoItem()
                .after(LIMIT)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
