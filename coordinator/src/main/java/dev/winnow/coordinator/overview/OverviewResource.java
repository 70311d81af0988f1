package dev.winnow.coordinator.overview;

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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How the whole is doing. */
@Path("/api/v1/overview")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Status")
public class OverviewResource {
    private final Caller caller;
    private final Overviews overviews;

    OverviewResource(Caller caller, Overviews overviews) {
        this.caller = caller;
        this.overviews = overviews;
    }

    /** Says how things are. */
    @GET
    @Revalidated
    @Operation(
            summary =
                    "Throughput, backlog by model, errors of the last minutes, and jobs that ended in the last 24 hours")
    public Overview get() {
        return overviews.of(caller.tenant());
    }
}
