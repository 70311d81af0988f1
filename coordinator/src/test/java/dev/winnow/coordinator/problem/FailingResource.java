package dev.winnow.coordinator.problem;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.upload.UploadStalledException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;

/** Fails as no feature should. */
@Path("/test/fails")
@Needs(Scope.EXTRACT)
public class FailingResource {
    static final String REASON = "table secret_things has no row 17";

    @GET
    public String fail() {
        throw new IllegalStateException(REASON);
    }

    @GET
    @Path("/stalled")
    public String stall() throws UploadStalledException {
        throw new UploadStalledException(Duration.ofSeconds(60), 0);
    }
}
