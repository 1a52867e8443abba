package est.health;

import est.issuance.CaSettings;
import est.issuance.CertificationAuthorities;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.registry.HealthRegistries;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * A health group for each CA: {@code /q/health/group/ca-<name>}. A CA that is down is down there and in the metrics, and
 * takes neither liveness nor readiness with it (I-15).
 */
@ApplicationScoped
class CaHealthGroups {

    private final CertificationAuthorities authorities;
    private final CaSettings settings;

    CaHealthGroups(CertificationAuthorities authorities, CaSettings settings) {
        this.authorities = authorities;
        this.settings = settings;
    }

    void register(@Observes StartupEvent started) {
        settings.authorities().keySet().forEach(ca -> {
            HealthRegistry group = HealthRegistries.getHealthGroupRegistry("ca-" + ca);
            group.register("ca-" + ca, () -> check(ca));
        });
    }

    private Uni<HealthCheckResponse> check(String ca) {
        return authorities
                .isUp(ca)
                .map(up -> HealthCheckResponse.named("CA " + ca).status(up).build());
    }
}
