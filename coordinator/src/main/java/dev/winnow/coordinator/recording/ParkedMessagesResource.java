package dev.winnow.coordinator.recording;

import dev.winnow.common.result.ResultMessage;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.recording.ParkedMessages.Parked;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Messages that could not be recorded, for people to decide about. */
@Path("/api/v1/parked-messages")
@Needs(Scope.OPERATOR)
@Tag(name = "Parked messages")
public class ParkedMessagesResource {
    private static final int LONGEST_PAGE = 100;
    private static final int EXCERPT_BYTES = 512;

    private final ParkedMessages parked;
    private final ResultRecorder recorder;

    ParkedMessagesResource(ParkedMessages parked, ResultRecorder recorder) {
        this.parked = parked;
        this.recorder = recorder;
    }

    /** Lists them. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Parked messages, newest first",
            description = "Each with the first 512 bytes of its body. Follow next_cursor.")
    @APIResponse(responseCode = "200", description = "A page")
    public Page list(@QueryParam("cursor") @Nullable Long cursor, @QueryParam("limit") @DefaultValue("20") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Problem.of(400, "invalid_limit", "limit must be from 1 to 100, was " + limit)
                    .at("/limit")
                    .limit(LONGEST_PAGE)
                    .remedy("choose a value within these bounds, and follow next_cursor")
                    .exception();
        }
        List<Parked> page = parked.page(cursor == null ? Long.MAX_VALUE : cursor, limit + 1, EXCERPT_BYTES);
        List<ParkedView> shown = page.stream().limit(limit).map(ParkedView::of).toList();
        Long next = page.size() > limit ? page.get(limit - 1).id() : null;
        return new Page(shown, parked.count(), next);
    }

    /** Shows one. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A parked message, whole")
    @APIResponse(responseCode = "404", description = "`unknown_parked_message`")
    @APIResponse(responseCode = "200", description = "The message")
    public ParkedView get(long id) {
        return ParkedView.of(parked.find(id));
    }

    /** Tries one again. */
    @POST
    @Path("/{id}/retry")
    @Operation(
            summary = "Try to record a parked message again",
            description = "It is deleted once it was recorded, and only then.")
    @APIResponse(responseCode = "204", description = "It is recorded, and parked no more")
    @APIResponse(responseCode = "409", description = "`still_refused`: it stays parked, with the new reason")
    public void retry(long id) {
        Parked message = parked.find(id);
        if (!message.queue().equals(ResultMessage.QUEUE)) {
            throw Problem.of(409, "not_retryable", "nobody here handles messages of the queue " + message.queue())
                    .remedy("keep it, or delete it")
                    .exception();
        }
        Optional<String> refusal = recorder.recordUnlessRefused(message.body());
        if (refusal.isPresent()) {
            parked.refusedAgain(id, refusal.get());
            throw Problem.of(409, "still_refused", "the message is refused again: " + refusal.get())
                    .remedy("it stays parked; remove the reason and retry it, or delete it")
                    .exception();
        }
        parked.delete(id);
    }

    /** Deletes one. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a parked message", description = "For ever; nothing deletes one by itself.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "`unknown_parked_message`")
    public void delete(long id) {
        parked.delete(id);
    }

    /**
     * A page of the list.
     *
     * @param total how many are parked
     * @param nextCursor for the next page, or null on the last
     */
    public record Page(
            List<ParkedView> parkedMessages,
            long total,
            @Nullable Long nextCursor) {}
}
