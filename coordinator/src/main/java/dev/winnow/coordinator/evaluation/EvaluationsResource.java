package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.revalidation.Revalidated;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Evaluations. */
@Path("/api/v1/evaluations")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Evaluations")
public class EvaluationsResource {
    private static final int LONGEST_KEY = 255;
    private static final int MOST_ROWS = 20_000;

    private final Caller caller;
    private final Evaluations evaluations;
    private final EvaluationControl control;
    private final ScoredLines lines;

    EvaluationsResource(Caller caller, Evaluations evaluations, EvaluationControl control, ScoredLines lines) {
        this.caller = caller;
        this.evaluations = evaluations;
        this.control = control;
        this.lines = lines;
    }

    /** Takes one in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Score models and adapters on a dataset's held-out rows",
            description = "{\"dataset\": \"events@1\", \"adapters\": [null, \"events@1\"]}: null is the model alone."
                    + " Each is an extraction job over the rows; when all have ended, the runs are ranked by score.")
    @APIResponseSchema(
            responseCode = "202",
            responseDescription = "It is stored, and its jobs are submitted in a moment",
            value = EvaluationView.class)
    @APIResponse(
            responseCode = "422",
            description = "`no_schema`, `no_held_out_rows`, `unknown_adapter`, `invalid_option` and others")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewEvaluation")))
    @APIResponse(responseCode = "409", description = "`too_many_evaluations`, `dataset_removed`")
    public Response submit(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable JsonNode body) {
        if (body == null) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send {\"dataset\": \"events@1\", \"adapters\": [null, \"events@1\"]}")
                    .exception();
        }
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw Problem.of(400, "invalid_idempotency_key", "Idempotency-Key must have 1 to 255 characters")
                    .at("/Idempotency-Key")
                    .limit(LONGEST_KEY)
                    .remedy("send a new UUID for each evaluation, or leave the header out")
                    .exception();
        }
        EvaluationView stored = evaluations.submit(caller.tenant(), key, body);
        return Response.status(Response.Status.ACCEPTED)
                .header("Location", "/api/v1/evaluations/" + stored.id())
                .entity(stored)
                .build();
    }

    /** Lists them. */
    @GET
    @Revalidated
    @Operation(summary = "The caller's newest 100 evaluations")
    public EvaluationList list() {
        return new EvaluationList(evaluations.newest(caller.tenant()));
    }

    /** Shows one. */
    @GET
    @Path("/{evaluation}")
    @Operation(summary = "An evaluation with its runs, the best first")
    @APIResponse(responseCode = "404", description = "`unknown_evaluation`")
    @APIResponse(responseCode = "200", description = "The evaluation")
    public EvaluationView get(UUID evaluation) {
        return evaluations.find(caller.tenant(), evaluation);
    }

    /** Shows its rows. */
    @GET
    @Path("/{evaluation}/rows")
    @Produces("application/x-ndjson")
    @Operation(summary = "Row by row: what was wanted, what each run gave, and how it was scored")
    @APIResponse(responseCode = "200", description = "A row a line")
    public Response rows(UUID evaluation, @QueryParam("limit") @DefaultValue("20000") int limit) {
        if (limit < 1 || limit > MOST_ROWS) {
            throw Problem.of(400, "invalid_limit", "limit must be from 1 to %d, was %d".formatted(MOST_ROWS, limit))
                    .at("/limit")
                    .limit(MOST_ROWS)
                    .remedy("choose a value within these bounds")
                    .exception();
        }
        UUID id = evaluations.find(caller.tenant(), evaluation).id();
        StreamingOutput body = out -> lines.write(id, limit, out);
        return Response.ok(body).build();
    }

    /** Ends one. */
    @POST
    @Path("/{evaluation}/cancel")
    @Operation(summary = "Cancel an evaluation with its jobs", description = "Runs that are scored keep their score.")
    @APIResponse(responseCode = "409", description = "It has ended")
    @APIResponse(responseCode = "200", description = "It is cancelled")
    public EvaluationView cancel(UUID evaluation) {
        return control.cancel(caller.tenant(), evaluation);
    }

    /** Deletes one. */
    @DELETE
    @Path("/{evaluation}")
    @Operation(summary = "Delete an evaluation that has ended; its jobs and adapters' cards stay")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "409", description = "It has not ended")
    public void delete(UUID evaluation) {
        control.delete(caller.tenant(), evaluation);
    }

    /** The evaluations. */
    record EvaluationList(List<EvaluationView> evaluations) {}
}
