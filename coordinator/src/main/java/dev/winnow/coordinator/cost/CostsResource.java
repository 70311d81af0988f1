package dev.winnow.coordinator.cost;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.revalidation.Revalidated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What work has cost. */
@Path("/api/v1/costs")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Status")
public class CostsResource {
    private final Caller caller;
    private final Costs costs;

    CostsResource(Caller caller, Costs costs) {
        this.caller = caller;
        this.costs = costs;
    }

    /** Says what the last days have cost. */
    @GET
    @Revalidated
    @Operation(
            summary = "What the last days have cost, beside what hosted APIs would have asked",
            description = "Tokens of extraction jobs, hours of workers, and money where prices are set:"
                    + " winnow.costs.worker-hour, and winnow.prices for hosted APIs.")
    @APIResponse(responseCode = "200", description = "The costs")
    public CostView get() {
        return costs.of(caller.tenant());
    }
}
