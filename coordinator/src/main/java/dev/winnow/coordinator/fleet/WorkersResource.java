package dev.winnow.coordinator.fleet;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The workers, for operators. */
@Path("/api/v1/workers")
@Needs(Scope.EXTRACT)
@Tag(name = "Workers")
public class WorkersResource {
    private final Fleet fleet;

    WorkersResource(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Lists them by name. */
    @GET
    @Operation(summary = "The workers that have registered and not signed off")
    public Workers list() {
        return new Workers(fleet.all());
    }

    /** The workers. */
    public record Workers(List<WorkerView> workers) {}
}
