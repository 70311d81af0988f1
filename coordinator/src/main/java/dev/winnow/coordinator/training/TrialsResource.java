package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.training.Trials.TrialsView;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Trials. */
@Path("/api/v1/trials")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Trainings")
public class TrialsResource {
    // What tells the trials apart is added to it.
    private static final int LONGEST_KEY = 200;

    private final Caller caller;
    private final Trials trials;

    TrialsResource(Caller caller, Trials trials) {
        this.caller = caller;
        this.trials = trials;
    }

    /** Takes them in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Train several adapters that end in one table",
            description =
                    "A training's request with \"trials\": [{\"rank\": 8}, {\"base\": \"...\", \"rate\": 0.0005}]:"
                            + " each is a training with these settings over the common ones. Those without a name of their own"
                            + " are versions of the common name, for which no alias moves. When the last is over, all adapters"
                            + " are evaluated together: the leaderboard.")
    @APIResponseSchema(responseCode = "202", responseDescription = "All are stored", value = TrialsView.class)
    @APIResponse(responseCode = "422", description = "One of them cannot be, and none is stored; the pointer names it")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewTrials")))
    @APIResponse(responseCode = "409", description = "`too_many_trainings`, `dataset_removed`")
    public Response submit(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable JsonNode body) {
        if (body == null) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send {\"dataset\": \"events@1\", \"trials\": [{\"rank\": 8}, {\"rank\": 16}]}")
                    .exception();
        }
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw Problem.of(400, "invalid_idempotency_key", "Idempotency-Key must have 1 to 200 characters")
                    .at("/Idempotency-Key")
                    .limit(LONGEST_KEY)
                    .remedy("send a new UUID for each request, or leave the header out")
                    .exception();
        }
        TrialsView stored = trials.submit(caller.tenant(), key, body);
        return Response.status(Response.Status.ACCEPTED)
                .header("Location", "/api/v1/trials/" + stored.id())
                .entity(stored)
                .build();
    }

    /** Shows them. */
    @GET
    @Path("/{trials}")
    @Operation(summary = "The trainings of a request, and the evaluation of their adapters")
    @APIResponse(responseCode = "404", description = "`unknown_trials`")
    @APIResponse(responseCode = "200", description = "The trials")
    public TrialsView get(UUID trials) {
        return this.trials.find(caller.tenant(), trials);
    }
}
