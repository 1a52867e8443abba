package est.console;

import est.record.AuditRecords;
import est.record.Operator;
import est.settings.SettingsInForce;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/** What this server is configured with. Who looked is in the audit: it tells where everything is. */
@Path("/api/v1/settings")
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "operator")
public class SettingsResource {

    private final OperatorGuard guard;
    private final SettingsInForce settings;
    private final AuditRecords audit;

    SettingsResource(OperatorGuard guard, SettingsInForce settings, AuditRecords audit) {
        this.guard = guard;
        this.settings = settings;
        this.audit = audit;
    }

    @GET
    @Operation(operationId = "showSettings", summary = "Every setting in force of this server, without secrets")
    public Uni<SettingsInForce.View> show(@Context HttpServerRequest http) {
        Caller caller = Caller.of(http);
        return guard.require(Operator.Role.VIEWER, caller)
                .call(viewer -> audit.done("SETTINGS_SHOWN", OperatorGuard.actor(viewer), caller.address()))
                // not on the event loop: hundreds of names are compared with hundreds of forms
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(viewer -> settings.now());
    }
}
