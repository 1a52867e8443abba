package est.console;

import est.record.DeviceRecords;
import est.record.DeviceState;
import est.record.Operator;
import est.record.RecordFailure;
import est.record.RegisteredDevice;
import est.registry.NewDevice;
import est.registry.WrongField;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** The registry of devices, as {@code ./start device} has it. Each operation asks the guard first; each change is in the audit. */
@Path("/api/v1/devices")
@Produces(MediaType.APPLICATION_JSON)
@SecurityRequirement(name = "operator")
public class DeviceResource {

    private final OperatorGuard guard;
    private final DeviceRecords records;

    DeviceResource(OperatorGuard guard, DeviceRecords records) {
        this.guard = guard;
        this.records = records;
    }

    @GET
    @Operation(operationId = "listDevices", summary = "The devices in the order in which they were added")
    public Uni<Page<DeviceShown>> list(
            @Context HttpServerRequest http,
            @QueryParam("label") @Nullable String label,
            @QueryParam("state") @Nullable String state,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        return guard.require(Operator.Role.VIEWER, Caller.of(http)).flatMap(viewer -> {
            Optional<DeviceState> wanted =
                    checked(() -> Optional.ofNullable(state).map(NewDevice::state));
            Optional<UUID> last = Optional.ofNullable(after).map(DeviceResource::id);
            return Page.of(
                    limit, most -> records.list(Optional.ofNullable(label), wanted, last, most), DeviceShown::of);
        });
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "showDevice", summary = "One device")
    public Uni<DeviceShown> show(@Context HttpServerRequest http, @PathParam("id") String id) {
        return guard.require(Operator.Role.VIEWER, Caller.of(http))
                .flatMap(viewer -> records.withId(id(id)))
                .map(found -> DeviceShown.of(found.orElseThrow(DeviceResource::unknown)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(operationId = "addDevice", summary = "Registers a device and says its id")
    public Uni<DeviceAdded> add(@Context HttpServerRequest http, @Nullable DeviceWritten device) {
        return guard.require(Operator.Role.APPROVER, Caller.of(http)).flatMap(approver -> {
            RegisteredDevice.Entry entry = checked(() -> NewDevice.of(DeviceWritten.fields(device)));
            return records.add(List.of(entry), OperatorGuard.actor(approver))
                    .onFailure(RecordFailure.class)
                    .transform(DeviceResource::refusal)
                    .map(ids -> new DeviceAdded(ids.get(0)));
        });
    }

    @POST
    @Path("/{id}/enable")
    @Operation(operationId = "enableDevice", summary = "Has the device served from its next request on")
    public Uni<Void> enable(@Context HttpServerRequest http, @PathParam("id") String id) {
        return change(http, id, DeviceState.ACTIVE);
    }

    @POST
    @Path("/{id}/disable")
    @Operation(operationId = "disableDevice", summary = "Has the device refused from its next request on")
    public Uni<Void> disable(@Context HttpServerRequest http, @PathParam("id") String id) {
        return change(http, id, DeviceState.DISABLED);
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "removeDevice", summary = "Forgets the device: it is unknown then, not disabled")
    public Uni<Void> remove(@Context HttpServerRequest http, @PathParam("id") String id) {
        return guard.require(Operator.Role.APPROVER, Caller.of(http))
                .flatMap(approver -> records.remove(id(id), OperatorGuard.actor(approver)))
                .invoke(DeviceResource::requireThere)
                .replaceWithVoid();
    }

    private Uni<Void> change(HttpServerRequest http, String id, DeviceState state) {
        return guard.require(Operator.Role.APPROVER, Caller.of(http))
                .flatMap(approver -> records.change(id(id), state, OperatorGuard.actor(approver)))
                .invoke(DeviceResource::requireThere)
                .replaceWithVoid();
    }

    private static <T> T checked(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (WrongField wrong) {
            throw new ConsoleRefusal(ConsoleRefusal.Reason.MALFORMED, wrong.getMessage());
        }
    }

    /** What the operator can change; a database that is away stays what it is. */
    private static Throwable refusal(Throwable failure) {
        return switch (((RecordFailure) failure).kind()) {
            case CONFLICT, TOO_MANY -> new ConsoleRefusal(ConsoleRefusal.Reason.NO_ROOM, failure.getMessage());
            case UNAVAILABLE, FENCED, SERIAL_TAKEN, NAME_TAKEN -> failure;
        };
    }

    private static void requireThere(boolean there) {
        if (!there) {
            throw unknown();
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw unknown();
        }
    }

    private static ConsoleRefusal unknown() {
        return new ConsoleRefusal(ConsoleRefusal.Reason.UNKNOWN, "there is no such device");
    }
}
