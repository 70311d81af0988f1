package dev.winnow.coordinator.events;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Server-sent events about one job. */
@Path("/api/v1/extractions/{id}/events")
@Needs(Scope.EXTRACT)
@Tag(name = "Events")
public class JobEventsResource {
    private final Caller caller;
    private final Progress progress;
    private final EventStreams streams;

    JobEventsResource(Caller caller, Progress progress, EventStreams streams) {
        this.caller = caller;
        this.progress = progress;
        this.streams = streams;
    }

    /** Streams one job. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "A job's state and counts while it runs",
            description =
                    "Begins with how it is now; then at most one event a second, with the job as data; ends with the"
                            + " job. Comments keep the connection open. A reader who falls too far behind is cut off.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "ServerSentEvent")))
    @APIResponse(responseCode = "404", description = "There is no such job")
    @APIResponse(
            responseCode = "410",
            description = "Last-Event-ID is the end of the job: there is nothing more to tell")
    @APIResponse(responseCode = "429", description = "Too many streams are open")
    public Multi<OutboundSseEvent> ofJob(
            UUID id, @HeaderParam("Last-Event-ID") @Nullable String last, @Context Sse sse) {
        JobProgress now = progress.require(caller.tenant(), id);
        if (now.isOver() && now.eventId().equals(last)) {
            // Browsers come back after every end, and stop only when they are refused.
            throw Problem.of(410, "job_is_over", "the job has ended, and its end was told")
                    .remedy("GET /api/v1/extractions/" + id + " shows it")
                    .exception();
        }
        return streams.open(caller.tenant(), id, sse);
    }
}
