package est.health;

import est.start.rehearsal.Warmth;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once warmed up: a load balancer that sends a full share at once would make a cold server shed it. */
@Readiness
@ApplicationScoped
class WarmUpReadiness implements AsyncHealthCheck {

    private final Warmth warmth;

    WarmUpReadiness(Warmth warmth) {
        this.warmth = warmth;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("warm-up")
                .status(warmth.isReached())
                .build());
    }
}
