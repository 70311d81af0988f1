package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a job's owner does to it after it was submitted. */
@Path("/api/v1/extractions/{id}")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Extractions")
public class JobControlResource {
    private final Caller caller;
    private final JobControl control;

    JobControlResource(Caller caller, JobControl control) {
        this.caller = caller;
        this.control = control;
    }

    /** Holds a job up. */
    @POST
    @Path("/pause")
    @Operation(
            summary = "Pause a job",
            description =
                    "Nothing new of it is handed out; shards that a worker has begun are finished. Asked again, it"
                            + " changes nothing.")
    @APIResponse(responseCode = "200", description = "The job, paused")
    @APIResponse(responseCode = "409", description = "The job has ended: problem job_ended")
    public JobView pause(UUID id) {
        return control.pause(caller.tenant(), id);
    }

    /** Lets a paused job go on. */
    @POST
    @Path("/resume")
    @Operation(
            summary = "Resume a paused job",
            description = "It goes on where it was held up. A job that is not paused stays as it is.")
    @APIResponse(responseCode = "200", description = "The job, queued or running")
    @APIResponse(responseCode = "409", description = "The job has ended: problem job_ended")
    public JobView resume(UUID id) {
        return control.resume(caller.tenant(), id);
    }

    /** Has what failed tried again. */
    @POST
    @Path("/retry")
    @Operation(
            summary = "Retry the failed items of a job that is done",
            description =
                    "The job runs again, in its next epoch, with the items that failed and no other. Each keeps its"
                            + " error until the new result is recorded. The same Idempotency-Key twice is one retry."
                            + " A deadline that has passed is dropped; the query may bring a new one.")
    @APIResponse(responseCode = "200", description = "The job, running")
    @APIResponse(responseCode = "409", description = "The job is not done (job_not_done), or nothing_failed")
    @APIResponse(responseCode = "429", description = "The tenant has too much queued: too_many_queued_items")
    public JobView retry(
            UUID id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @QueryParam("deadline") @Nullable String deadline) {
        ExtractionResource.requireUsable(key);
        return control.retry(caller.tenant(), id, key, deadline == null ? null : Deadline.read(deadline));
    }

    /** Cancels a job. */
    @POST
    @Path("/cancel")
    @Operation(summary = "Cancel a job", description = "Results of items that are finished already are still recorded.")
    @APIResponse(responseCode = "200", description = "The job, cancelled")
    public JobView cancel(UUID id) {
        return control.cancel(caller.tenant(), id);
    }
}
