package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.events.SentEvents;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Server-sent events about the runs of one schedule. */
@Path("/api/v1/schedules/{schedule}/events")
@Needs(Scope.TRAIN)
@Tag(name = "Events")
public class ScheduleEventsResource {
    private final Caller caller;
    private final RunStreams streams;

    ScheduleEventsResource(Caller caller, RunStreams streams) {
        this.caller = caller;
        this.streams = streams;
    }

    /** Streams the runs of one. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "What becomes of a schedule's runs",
            description =
                    "Begins with the newest run and those that are not over, or after Last-Event-ID with what was missed;"
                            + " then each run as it moves, as its history has it. Ends when the schedule is deleted."
                            + " Comments keep the connection open. A reader who falls too far behind is cut off.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "ServerSentEvent")))
    @APIResponse(responseCode = "404", description = "`unknown_schedule`")
    @APIResponse(responseCode = "429", description = "Too many streams are open")
    public Multi<OutboundSseEvent> events(
            String schedule, @HeaderParam("Last-Event-ID") @Nullable String last, @Context Sse sse) {
        return SentEvents.of(streams.open(caller.tenant(), schedule, last), "run", RunNow::run, sse);
    }
}
