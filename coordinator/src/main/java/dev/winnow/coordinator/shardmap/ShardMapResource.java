package dev.winnow.coordinator.shardmap;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.revalidation.Revalidated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where a job's shards are. */
@Path("/api/v1/extractions/{job}/shards")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Items")
public class ShardMapResource {
    private final Caller caller;
    private final ShardMaps maps;

    ShardMapResource(Caller caller, ShardMaps maps) {
        this.caller = caller;
        this.maps = maps;
    }

    /** Draws the map. */
    @GET
    @Revalidated
    @Operation(
            summary = "A map of a job's shards, and which worker holds what",
            description = "At most 200 cells, each of as many neighbours as it takes.")
    @APIResponse(responseCode = "200", description = "The map")
    @APIResponse(responseCode = "404", description = "`unknown_job`")
    public ShardMap get(UUID job) {
        return maps.of(caller.tenant(), job);
    }
}
