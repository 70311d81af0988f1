package dev.winnow.coordinator.training;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.events.SentEvents;
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

/** Server-sent events about one training. */
@Path("/api/v1/trainings/{training}/events")
@Needs(Scope.TRAIN)
@Tag(name = "Events")
public class TrainingEventsResource {
    private final Caller caller;
    private final TrainingStreams streams;

    TrainingEventsResource(Caller caller, TrainingStreams streams) {
        this.caller = caller;
        this.streams = streams;
    }

    /** Streams one training. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "A training's state, step and loss while it runs",
            description =
                    "Begins with how it is now; then at most one event a second, with its progress as data; ends with"
                            + " the training. Comments keep the connection open. A reader who falls too far behind is cut off.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "ServerSentEvent")))
    @APIResponse(responseCode = "404", description = "`unknown_training`")
    @APIResponse(
            responseCode = "410",
            description = "Last-Event-ID is the end of the training: there is nothing more to tell")
    @APIResponse(responseCode = "429", description = "Too many streams are open")
    public Multi<OutboundSseEvent> events(
            UUID training, @HeaderParam("Last-Event-ID") @Nullable String last, @Context Sse sse) {
        TrainingNow now = streams.now(caller.tenant(), training);
        if (now.isOver() && now.eventId().equals(last)) {
            // Browsers come back after every end, and stop only when they are refused.
            throw Problem.of(410, "training_is_over", "the training has ended, and its end was told")
                    .remedy("GET /api/v1/trainings/" + training + " shows it")
                    .exception();
        }
        return SentEvents.of(streams.open(caller.tenant(), training), "training", sse);
    }
}
