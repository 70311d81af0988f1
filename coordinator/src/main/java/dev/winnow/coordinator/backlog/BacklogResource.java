package dev.winnow.coordinator.backlog;

import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an autoscaler asks. It has the key of the workers that it starts. */
@Path("/internal/v1/backlog")
@Needs(Scope.WORKER)
@Tag(name = "Worker protocol")
public class BacklogResource {
    private final Backlogs backlogs;

    BacklogResource(Backlogs backlogs) {
        this.backlogs = backlogs;
    }

    /** Says it for one pool; one that nobody has heard of has nothing to do. */
    @GET
    @Path("/{model}/{quantization}")
    @Operation(
            summary = "How much work a pool has",
            description = "Items that have not ended, and trainings of the model; of all tenants together. A pool that"
                    + " nobody has heard of has none: an autoscaler takes an error for a reason to leave things as they"
                    + " are.")
    public Backlog of(
            @Parameter(example = "smollm2-135m-instruct") @PathParam("model") String model,
            @Parameter(example = "bf16") @PathParam("quantization") String quantization) {
        return backlogs.all().getOrDefault(pool(model, quantization), Backlog.NONE);
    }

    private static Pool pool(String model, String quantization) {
        try {
            return new Pool(model, quantization);
        } catch (IllegalArgumentException e) {
            throw Problem.of(422, "bad_pool", String.valueOf(e.getMessage()))
                    .remedy("name model and quantization as `winnow workers` does")
                    .exception();
        }
    }
}
