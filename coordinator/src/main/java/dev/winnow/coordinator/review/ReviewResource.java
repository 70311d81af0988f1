package dev.winnow.coordinator.review;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.RequestBodies;
import dev.winnow.coordinator.review.ReviewQueue.Placed;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Review of a job's results. */
@Path("/api/v1/extractions/{job}/review")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Review")
public class ReviewResource {
    private static final int LONGEST_PAGE = 100;
    private static final int LARGEST_SAMPLE = 100_000;
    private static final String EXAMPLE = "{\"decision\": \"accept\"}";

    private final Caller caller;
    private final ReviewQueue queue;
    private final Reviews reviews;

    ReviewResource(Caller caller, ReviewQueue queue, Reviews reviews) {
        this.caller = caller;
        this.queue = queue;
        this.reviews = reviews;
    }

    /** Lists what is to be looked at. */
    @GET
    @Operation(
            summary = "Results worth a look",
            description =
                    "Those with a value that the model was less sure of than `below` (0.9), the least sure first; or"
                            + " `sample` results drawn by `seed`. What was decided already is left out unless `decided` is true."
                            + " Follow next_cursor.")
    @APIResponse(responseCode = "200", description = "A page of the queue")
    @APIResponse(responseCode = "404", description = "`unknown_job`")
    public Page list(
            UUID job,
            @QueryParam("below") @DefaultValue("0.9") double below,
            @QueryParam("sample") @Nullable Integer sample,
            @QueryParam("seed") @DefaultValue("1") long seed,
            @QueryParam("decided") @DefaultValue("false") boolean decided,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") int limit) {
        require("limit", limit >= 1 && limit <= LONGEST_PAGE, "from 1 to " + LONGEST_PAGE, limit);
        require("below", below > 0 && below <= 1.01, "above 0, and 1.01 for all", below);
        require(
                "sample",
                sample == null || (sample >= 1 && sample <= LARGEST_SAMPLE),
                "from 1 to " + LARGEST_SAMPLE,
                sample);
        ReviewPlace after = cursor == null ? null : ReviewPlace.read(cursor);
        List<Placed> page = sample == null
                ? queue.unsure(caller.tenant(), job, below, decided, after, limit + 1)
                : queue.sample(caller.tenant(), job, sample, seed, decided, after, limit + 1);
        List<Placed> shown = page.subList(0, Math.min(limit, page.size()));
        return new Page(
                shown.stream().map(Placed::item).toList(),
                page.size() > limit ? shown.get(limit - 1).place().write() : null);
    }

    private static void require(String name, boolean kept, String bounds, @Nullable Object value) {
        if (!kept) {
            throw Problem.of(400, "invalid_option", "%s must be %s, was %s".formatted(name, bounds, value))
                    .at("/" + name)
                    .remedy("choose a value within these bounds")
                    .exception();
        }
    }

    /** Shows one. */
    @GET
    @Path("/{position}")
    @Operation(summary = "A result with its input, instruction and schema")
    @APIResponse(responseCode = "404", description = "`unknown_job`, `nothing_to_review`")
    @APIResponse(responseCode = "200", description = "The result")
    public ReviewItem get(UUID job, int position) {
        return queue.find(caller.tenant(), job, position);
    }

    /** Takes a decision. */
    @PUT
    @Path("/{position}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Accept, correct or skip a result",
            description = "{\"decision\": \"accept\"}, {\"decision\": \"correct\", \"output\": {...}} or {\"decision\":"
                    + " \"skip\"}. A correction must fit the job's schema. Said again, the last word counts.")
    @APIResponse(
            responseCode = "200",
            description = "It is kept, with the key's name, the time and the result's provenance")
    @APIResponse(responseCode = "422", description = "`schema_broken`, with a pointer for each problem")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewDecision")))
    public ReviewItem decide(UUID job, int position, InputStream body) throws IOException {
        return reviews.decide(caller.tenant(), caller.keyName(), job, position, RequestBodies.read(body, EXAMPLE));
    }

    /** Takes a decision back. */
    @DELETE
    @Path("/{position}")
    @Operation(summary = "Take a decision back", description = "Datasets that were made with it stay as they are.")
    @APIResponse(responseCode = "200", description = "The result, undecided")
    public ReviewItem takeBack(UUID job, int position) {
        return reviews.takeBack(caller.tenant(), job, position);
    }

    /** A page of a queue. */
    record Page(List<ReviewItem> items, @Nullable String nextCursor) {}
}
