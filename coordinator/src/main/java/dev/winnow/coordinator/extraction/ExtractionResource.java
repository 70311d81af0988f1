package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.RateLimits;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.extraction.Submission.Accepted;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.RequestJson;
import dev.winnow.coordinator.upload.UploadStream;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Extraction jobs. */
@Path("/api/v1/extractions")
@Needs(Scope.EXTRACT)
@Tag(name = "Extractions")
public class ExtractionResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String BUSY = "The tenant has too much queued (too_many_queued_items), or too many submissions"
            + " are being received (too_many_uploads): Retry-After says when to come again";
    private static final int LONGEST_PAGE = 100;
    private static final int LONGEST_KEY = 255;

    private final Caller caller;
    private final RateLimits limits;
    private final Submission submission;
    private final Jobs jobs;
    private final JobRemoval removal;
    private final ExtractionConfig config;
    private final ObjectMapper json;
    private final ObjectReader strict;

    ExtractionResource(
            Caller caller,
            RateLimits limits,
            Submission submission,
            Jobs jobs,
            JobRemoval removal,
            ExtractionConfig config,
            ObjectMapper json) {
        this.caller = caller;
        this.limits = limits;
        this.submission = submission;
        this.jobs = jobs;
        this.removal = removal;
        this.config = config;
        this.json = json;
        this.strict = RequestJson.strict(json.reader());
    }

    /** Takes a job in whose items stand in one JSON object. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Submit a job", description = "Options and items in one JSON object, up to 32 MiB.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewExtraction"),
                            examples = @ExampleObject(name = "keys", value = """
                                                    {"keys": ["title", "price"], "max_output_tokens": 256,
                                                     "items": [{"id": "a-17", "input": "Sea view flat, 90 EUR"}]}""")))
    @APIResponse(
            responseCode = "202",
            description = "The job is stored",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Submitted.class)))
    @APIResponse(responseCode = "422", description = "Something in the request cannot be kept")
    @APIResponse(responseCode = "429", description = BUSY)
    public Response submit(
            InputStream body,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Parameter(hidden = true) @HeaderParam("Content-Length") @Nullable Long length)
            throws IOException {
        JsonBody.requireSize(length == null ? 0 : length, config);
        return accept(key, () -> new JsonBody(body, strict, config));
    }

    /** Takes a job in whose items stand one a line. */
    @POST
    @Consumes(NDJSON)
    @Operation(
            summary = "Submit a job of any length",
            description = "One item a line; options in the query, or in a first line {\"options\": {...}}. With"
                    + " on_bad_item=record items that cannot be used fail alone, else the first refuses all. Takes"
                    + " Content-Encoding: gzip, as every request does.")
    @APIResponse(
            responseCode = "202",
            description = "The job is stored",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Submitted.class)))
    @APIResponse(responseCode = "413", description = "It has more items than a tenant may have queued: too_many_items")
    @APIResponse(responseCode = "429", description = BUSY)
    @RequestBody(content = @Content(mediaType = NDJSON, schema = @Schema(ref = "ExtractionLines")))
    public Response submitLines(
            @Context HttpServerRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @Context UriInfo uri)
            throws IOException {
        ObjectNode options = QueryOptions.read(uri.getQueryParameters(), json);
        try (UploadStream upload = UploadStream.of(request, config.uploadPatience());
                InputStream body = upload.unpacked()) {
            return accept(key, () -> new NdjsonBody(body, options, strict, config));
        }
    }

    private Response accept(@Nullable String key, BodySource body) throws IOException {
        requireUsable(key);
        if (!submission.isKnown(caller.tenant(), key)) {
            limits.requireItems(caller);
        }
        Accepted accepted = submission.submit(caller.tenant(), key, body);
        if (accepted.isNew()) {
            limits.spentItems(caller, accepted.items());
        }
        return Submitted.answer(accepted);
    }

    static void requireUsable(@Nullable String key) {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw Problem.of(400, "invalid_idempotency_key", "Idempotency-Key must have 1 to 255 characters")
                    .at("/Idempotency-Key")
                    .limit(LONGEST_KEY)
                    .remedy("send a new UUID for each job, or leave the header out")
                    .exception();
        }
    }

    /** Lists jobs. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Jobs, newest first", description = "Follow next_cursor; shard counts are left out here.")
    @APIResponse(responseCode = "200", description = "A page of jobs")
    @APIResponse(
            responseCode = "400",
            description = "`unknown_state`, `invalid_search`, `invalid_time`, `invalid_limit` or `invalid_cursor`")
    public Page list(
            @Parameter(description = "Any of these states, with commas between") @QueryParam("state") @Nullable
                    String state,
            @Parameter(description = "A part of the name, or the beginning of the id") @QueryParam("search") @Nullable
                    String search,
            @QueryParam("model") @Nullable String model,
            @Parameter(
                            description = "Only jobs submitted then or later: a moment with its zone, or a day, which"
                                    + " is its beginning in UTC",
                            example = "2026-01-31T18:00:00Z")
                    @QueryParam("created_after")
                    @Nullable
                    String createdAfter,
            @Parameter(description = "Only jobs submitted before that; as created_after", example = "2026-02-01")
                    @QueryParam("created_before")
                    @Nullable
                    String createdBefore,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Problem.of(400, "invalid_limit", "limit must be from 1 to 100, was " + limit)
                    .at("/limit")
                    .limit(LONGEST_PAGE)
                    .remedy("choose a value within these bounds, and follow next_cursor")
                    .exception();
        }
        JobFilter filter = JobFilter.read(state, search, model, CreatedWithin.read(createdAfter, createdBefore));
        List<JobView> page = jobs.page(caller.tenant(), filter, cursor == null ? null : Cursor.read(cursor), limit + 1);
        if (page.size() <= limit) {
            return new Page(page, null);
        }
        JobView last = page.get(limit - 1);
        return new Page(page.subList(0, limit), new Cursor(last.createdAt(), last.id()).write());
    }

    /** Shows a job. */
    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A job with its counts, rate and time to go")
    @APIResponse(responseCode = "200", description = "The job")
    public JobView get(UUID id) {
        return jobs.find(caller.tenant(), id);
    }

    /** Deletes a job. */
    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Delete a job that has ended, with its items and results",
            description = "It is not found from now on; what it holds goes piece by piece.")
    @APIResponse(responseCode = "204", description = "It is deleted")
    @APIResponse(responseCode = "404", description = "There is no such job, or no longer")
    @APIResponse(responseCode = "409", description = "The job has not ended: problem job_not_over")
    public void delete(UUID id) {
        removal.delete(caller.tenant(), id);
    }

    /**
     * A page of the list.
     *
     * @param nextCursor for the next page, or null on the last
     */
    public record Page(List<JobView> extractions, @Nullable String nextCursor) {}
}
