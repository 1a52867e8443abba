package est.health;

import est.door.Door;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the EST door listens and is not draining: load balancers send nobody to a server that is about to close. */
@Readiness
@ApplicationScoped
class DoorReadiness implements AsyncHealthCheck {

    private final Door door;

    DoorReadiness(Door door) {
        this.door = door;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom().item(() -> HealthCheckResponse.named("EST door")
                .status(door.isServing())
                .build());
    }
}
