package dev.winnow.coordinator.item;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A job's items, for people. */
@Path("/api/v1/extractions/{job}")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Items")
public class ItemsResource {
    private static final int LONGEST_PAGE = 200;

    private final Caller caller;
    private final JobItems items;

    ItemsResource(Caller caller, JobItems items) {
        this.caller = caller;
        this.items = items;
    }

    /** Lists those that have ended. */
    @GET
    @Path("/items")
    @Operation(
            summary = "Items that have ended, in the order of the input, a page at a time",
            description = "Follow next_after. An output of more than 4,000 characters is given by its beginning; GET"
                    + " .../items/{position} has all of it. With text, 1,000 items are looked through at a time: a page may be"
                    + " empty and next_after still lead on.")
    @APIResponse(responseCode = "200", description = "A page")
    @APIResponse(responseCode = "404", description = "`unknown_job`")
    public ItemPage list(
            UUID job,
            @Parameter(description = "succeeded or failed") @QueryParam("only") @Nullable String only,
            @Parameter(description = "The code of an error") @QueryParam("code") @Nullable String code,
            @Parameter(description = "The id of one item") @QueryParam("id") @Nullable String id,
            @Parameter(
                            description =
                                    "A part of the output as it is written, or of what is said of the error; case does not matter")
                    @QueryParam("text")
                    @Nullable
                    String text,
            @Parameter(description = "Only behind this position") @QueryParam("after") @DefaultValue("-1") int after,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Problem.of(400, "invalid_limit", "limit must be from 1 to %d, was %d".formatted(LONGEST_PAGE, limit))
                    .at("/limit")
                    .limit(LONGEST_PAGE)
                    .remedy("choose a value within these bounds, and follow next_after")
                    .exception();
        }
        return items.page(caller.tenant(), job, new ItemFilter(only, code, id, text), after, limit);
    }

    /** Shows one. */
    @GET
    @Path("/items/{position}")
    @Operation(summary = "An item with its text, its result, evidence and provenance")
    @APIResponse(responseCode = "200", description = "The item; without output and error if it has not ended")
    @APIResponse(responseCode = "404", description = "`unknown_item`")
    public ItemView get(UUID job, int position) {
        return items.find(caller.tenant(), job, position);
    }

    /** Groups what failed. */
    @GET
    @Path("/errors")
    @Operation(summary = "A job's errors by their reason, the most frequent first")
    @APIResponse(responseCode = "404", description = "`unknown_job`")
    @APIResponse(responseCode = "200", description = "The errors")
    public Errors errors(UUID job) {
        return new Errors(items.errors(caller.tenant(), job));
    }

    /** Shows what was asked for. */
    @GET
    @Path("/request")
    @Operation(summary = "A job's schema, instruction and options")
    @APIResponse(responseCode = "404", description = "`unknown_job`")
    @APIResponse(responseCode = "200", description = "What was asked for")
    public JobRequestView request(UUID job) {
        return items.request(caller.tenant(), job);
    }

    /** The errors of a job. */
    record Errors(List<ErrorGroup> errors) {}
}
