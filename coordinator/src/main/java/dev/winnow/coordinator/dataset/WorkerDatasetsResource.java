package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where workers fetch rows to train on: {@code docs/reference/protocol.md}. */
@Path("/internal/v1/datasets")
@Needs(Scope.WORKER)
@Blocking
@Tag(name = "Worker protocol")
public class WorkerDatasetsResource {
    private final Datasets datasets;
    private final DatasetRows rows;

    WorkerDatasetsResource(Datasets datasets, DatasetRows rows) {
        this.datasets = datasets;
        this.rows = rows;
    }

    /** Gives one out. */
    @GET
    @Path("/{hash}")
    @Produces("application/x-ndjson")
    @Operation(summary = "A worker fetches a dataset's rows by their hash")
    @APIResponse(responseCode = "200", description = "A row a line; the hash is of these bytes")
    @APIResponse(responseCode = "404", description = "`unknown_dataset`: it is gone for good")
    public Response fetch(String hash) {
        UUID found = datasets.ofHash(hash)
                .orElseThrow(() -> Problem.of(404, "unknown_dataset", "the dataset %s is gone".formatted(hash))
                        .remedy("import its rows again")
                        .exception());
        StreamingOutput body = out -> rows.write(found, out);
        return Response.ok(body, "application/x-ndjson").build();
    }
}
