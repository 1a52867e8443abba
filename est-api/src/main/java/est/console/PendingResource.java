package est.console;

import est.record.Decided;
import est.record.Operator;
import est.record.PendingRecords;
import est.record.PendingRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/** Requests that wait for a person. Each operation asks the guard first. */
@Path("/api/v1/pending")
@Produces(MediaType.APPLICATION_JSON)
@SecurityScheme(securitySchemeName = "operator", type = SecuritySchemeType.HTTP, scheme = "bearer")
@SecurityRequirement(name = "operator")
public class PendingResource {
    private final OperatorGuard guard;
    private final PendingRecords records;
    private final ApprovalMetrics metrics;

    PendingResource(OperatorGuard guard, PendingRecords records, ApprovalMetrics metrics) {
        this.guard = guard;
        this.records = records;
        this.metrics = metrics;
    }

    @GET
    @Operation(operationId = "listPending", summary = "The requests that wait, oldest first")
    public Uni<Page<PendingShown>> list(
            @Context HttpServerRequest http,
            @QueryParam("label") @Nullable String label,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return guard.require(Operator.Role.VIEWER, Caller.of(http)).flatMap(viewer -> {
            Optional<UUID> last = Optional.ofNullable(after).map(PendingResource::id);
            return Page.of(limit, most -> records.waiting(Optional.ofNullable(label), last, most), PendingShown::of);
        });
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "showPending", summary = "One request, decoded, in whatever state it is")
    public Uni<PendingShown> show(@Context HttpServerRequest http, @PathParam("id") String id) {
        return guard.require(Operator.Role.VIEWER, Caller.of(http))
                .flatMap(viewer -> find(id))
                .map(PendingShown::of);
    }

    @POST
    @Path("/{id}/approve")
    @Operation(operationId = "approvePending", summary = "Lets the repeat of the request have its certificate")
    public Uni<Void> approve(@Context HttpServerRequest http, @PathParam("id") String id) {
        return decide(http, id, "approved", (found, actor) -> records.approve(found, actor));
    }

    @POST
    @Path("/{id}/reject")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "rejectPending", summary = "Has the repeat of the request refused")
    public Uni<Void> reject(
            @Context HttpServerRequest http, @PathParam("id") String id, @Nullable Rejection rejection) {
        return decide(
                http,
                id,
                "rejected",
                (found, actor) ->
                        records.reject(found, (rejection == null ? new Rejection(null) : rejection).checked(), actor));
    }

    private Uni<Void> decide(
            HttpServerRequest http, String id, String decision, BiFunction<UUID, String, Uni<Decided>> how) {
        return guard.require(Operator.Role.APPROVER, Caller.of(http)).flatMap(approver -> find(id).flatMap(found ->
                how.apply(found.id(), OperatorGuard.actor(approver)).map(decided -> {
                    requireDone(decided);
                    metrics.decided(found.origin().label(), decision);
                    return null;
                })));
    }

    private static void requireDone(Decided decided) {
        switch (decided) {
            case DONE -> {}
            case TOO_LATE ->
                throw new ConsoleRefusal(
                        ConsoleRefusal.Reason.NOT_WAITING, "the request was decided before, or its time has passed");
            case UNKNOWN -> throw unknown();
        }
    }

    private Uni<PendingRequest> find(String id) {
        return records.find(id(id)).map(found -> found.orElseThrow(PendingResource::unknown));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown();
        }
    }

    private static ConsoleRefusal unknown() {
        return new ConsoleRefusal(ConsoleRefusal.Reason.UNKNOWN, "there is no such request");
    }
}
