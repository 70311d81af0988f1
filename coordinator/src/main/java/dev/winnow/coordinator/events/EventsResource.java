package dev.winnow.coordinator.events;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
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

/** Server-sent events about all jobs of a tenant. */
@Path("/api/v1/events")
@Needs(Scope.EXTRACT)
@Tag(name = "Events")
public class EventsResource {
    private final Caller caller;
    private final EventStreams streams;

    EventsResource(Caller caller, EventStreams streams) {
        this.caller = caller;
        this.streams = streams;
    }

    /** Streams all jobs of the caller's tenant. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "State and counts of all jobs while they run",
            description = "As the events of one job, for all of the caller's; it does not end.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(ref = "ServerSentEvent")))
    @APIResponse(responseCode = "429", description = "Too many streams are open")
    public Multi<OutboundSseEvent> ofAll(@Context Sse sse) {
        return streams.open(caller.tenant(), null, sse);
    }
}
