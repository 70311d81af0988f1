package dev.winnow.worker.health;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The worker's state for launchers and people, from the first second of the process on. */
@Path("/status")
public class StatusResource {
    private final WorkerStatus status;

    public StatusResource(WorkerStatus status) {
        this.status = status;
    }

    /** The state now. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public StatusReport status() {
        return status.report();
    }
}
