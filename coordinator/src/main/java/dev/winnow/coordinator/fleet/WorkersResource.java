package dev.winnow.coordinator.fleet;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.revalidation.Revalidated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The workers, for operators. */
@Path("/api/v1/workers")
@Needs(Scope.EXTRACT)
@Tag(name = "Workers")
public class WorkersResource {
    private final Fleet fleet;
    private final Draining draining;

    WorkersResource(Fleet fleet, Draining draining) {
        this.fleet = fleet;
        this.draining = draining;
    }

    /** Lists them by name. */
    @GET
    @Revalidated
    @Operation(summary = "The workers that have registered and not signed off")
    public Workers list() {
        return new Workers(fleet.all());
    }

    /** Wants a worker to take no more work. */
    @POST
    @Path("/{name}/drain")
    @Needs(Scope.OPERATOR)
    @Operation(
            summary = "A worker takes no more work",
            description = "It hears so with its next heartbeat, and so does a process that takes its name later: shards"
                    + " that it has not begun go back at once, those begun end within the worker's grace (WINNOW_GRACE)"
                    + " or are returned without blame. It stays registered, in state `draining`.")
    @APIResponse(responseCode = "204", description = "It is wanted, and was perhaps wanted before")
    @APIResponse(responseCode = "404", description = "`unknown_worker`: no worker has that name")
    public void drain(@Parameter(example = "gpu-3") @PathParam("name") String name) {
        draining.drain(name);
    }

    /** Lets a worker take work again. */
    @POST
    @Path("/{name}/undrain")
    @Needs(Scope.OPERATOR)
    @Operation(summary = "A drained worker takes work again", description = "From its next heartbeat on.")
    @APIResponse(responseCode = "204", description = "Nothing is wanted of it any more")
    @APIResponse(responseCode = "404", description = "`unknown_worker`: no worker has that name")
    public void undrain(@Parameter(example = "gpu-3") @PathParam("name") String name) {
        draining.undrain(name);
    }

    /** The workers. */
    public record Workers(List<WorkerView> workers) {}
}
