package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.training.TrainingReport.StepLoss;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Trainings. */
@Path("/api/v1/trainings")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Trainings")
public class TrainingsResource {
    private static final int LONGEST_KEY = 255;

    private final Caller caller;
    private final Trainings trainings;
    private final TrainingControl control;

    TrainingsResource(Caller caller, Trainings trainings, TrainingControl control) {
        this.caller = caller;
        this.trainings = trainings;
        this.control = control;
    }

    /** Takes one in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Train an adapter",
            description =
                    "{\"dataset\": \"events@1\", \"base\": \"...\", \"name\": \"events\"}, and of the plan what is to"
                            + " differ: docs/reference/training.md. Rows are counted in the base's tokens before it is stored."
                            + " In the end the adapter is the next version of the name, and an alias of that name stands for it.")
    @APIResponseSchema(
            responseCode = "202",
            responseDescription = "It is stored, and waits for a worker that trains its base",
            value = TrainingView.class)
    @APIResponse(responseCode = "422", description = "`rows_too_long`, `unknown_base`, `invalid_option` and others")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewTraining")))
    @APIResponse(responseCode = "409", description = "`too_many_trainings`, `dataset_removed`")
    public Response submit(@HeaderParam("Idempotency-Key") @Nullable String key, @Nullable JsonNode body) {
        if (body == null) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send {\"dataset\": \"events@1\", \"base\": \"...\"}")
                    .exception();
        }
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw Problem.of(400, "invalid_idempotency_key", "Idempotency-Key must have 1 to 255 characters")
                    .at("/Idempotency-Key")
                    .limit(LONGEST_KEY)
                    .remedy("send a new UUID for each training, or leave the header out")
                    .exception();
        }
        TrainingView stored = trainings.submit(caller.tenant(), key, body);
        return Response.status(Response.Status.ACCEPTED)
                .header("Location", "/api/v1/trainings/" + stored.id())
                .entity(stored)
                .build();
    }

    /** Lists them. */
    @GET
    @Revalidated
    @Operation(summary = "The caller's newest 100 trainings")
    @APIResponse(responseCode = "200", description = "The trainings")
    public TrainingList list() {
        return new TrainingList(trainings.newest(caller.tenant()));
    }

    /** Shows one. */
    @GET
    @Path("/{training}")
    @Operation(summary = "A training")
    @APIResponse(responseCode = "404", description = "`unknown_training`")
    @APIResponse(responseCode = "200", description = "The training")
    public TrainingView get(UUID training) {
        return trainings.find(caller.tenant(), training);
    }

    /** Shows its curve. */
    @GET
    @Revalidated
    @Path("/{training}/losses")
    @Operation(
            summary = "Losses, step by step",
            description = "In nats for each learned token; evaluation is that of the held-out rows. Whoever follows a"
                    + " training asks for what is new. The last step is to be asked for again, since its evaluation"
                    + " comes later than its loss; of a training across nodes the last nodes * local_steps, which its"
                    + " nodes record side by side.")
    @APIResponse(responseCode = "200", description = "Its losses")
    public Curve losses(
            UUID training,
            @Parameter(description = "Only behind this step; steps begin at 0") @QueryParam("after") @DefaultValue("-1")
                    int after) {
        return new Curve(trainings.curve(caller.tenant(), training, after));
    }

    /** Ends one. */
    @POST
    @Path("/{training}/cancel")
    @Operation(summary = "Cancel a training", description = "Its last checkpoint is kept: it can be resumed.")
    @APIResponse(responseCode = "200", description = "It is cancelled; its worker stops after its step")
    @APIResponse(responseCode = "409", description = "It has ended")
    public TrainingView cancel(UUID training) {
        return control.cancel(caller.tenant(), training);
    }

    /** Lets one go on. */
    @POST
    @Path("/{training}/resume")
    @Operation(summary = "Let a cancelled or failed training go on from its last checkpoint")
    @APIResponse(responseCode = "409", description = "It has not ended so, or its dataset is gone")
    @APIResponse(responseCode = "200", description = "It waits for a worker")
    public TrainingView resume(UUID training) {
        return control.resume(caller.tenant(), training);
    }

    /** Deletes one. */
    @DELETE
    @Path("/{training}")
    @Operation(summary = "Delete a training that has ended, with its checkpoint; its adapter stays")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "409", description = "It has not ended")
    public void delete(UUID training) {
        control.delete(caller.tenant(), training);
    }

    /** The trainings. */
    record TrainingList(List<TrainingView> trainings) {}

    /** A curve. */
    record Curve(List<StepLoss> losses) {}
}
