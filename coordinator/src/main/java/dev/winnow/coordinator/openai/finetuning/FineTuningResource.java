package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.openai.ListPage;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.finetuning.FineTuning.Standing;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.RequestBodies;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Fine-tuning jobs, for clients of OpenAI. */
@Path("/v1/fine_tuning/jobs")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "OpenAI")
public class FineTuningResource {
    private static final int USUAL_PAGE = 20;
    private static final int LONGEST_PAGE = 100;
    private static final String EXAMPLE = "{\"model\": ..., \"training_file\": \"file-...\"}";

    private final Caller caller;
    private final FineTuning jobs;
    private final Clock clock;

    FineTuningResource(Caller caller, FineTuning jobs, Clock clock) {
        this.caller = caller;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Takes one in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a fine-tuning job",
            description = "Of a file with purpose fine-tune, with the method supervised. Its conversations become a"
                    + " dataset, and the job a training; both are to be seen under /api/v1, too.")
    @APIResponse(responseCode = "200", description = "It is stored, and waits for a worker that trains")
    @APIResponse(responseCode = "400", description = "Something in it, or in its file, cannot be kept")
    @APIResponse(responseCode = "404", description = "`file_not_found`, `model_not_found`")
    @APIResponse(responseCode = "409", description = "`too_many_trainings`, `too_many_datasets`")
    @APIResponse(responseCode = "429", description = "`too_many_imports`")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewFineTuningJob")))
    public FineTuningView create(InputStream body, @HeaderParam(Retry.HEADER) @Nullable String tries)
            throws IOException {
        Retry retry = Retry.of(caller.keyId().toString(), tries);
        ObjectNode wish = RequestBodies.read(body, EXAMPLE).object();
        return view(jobs.create(caller.tenant(), FineTuningRequest.read(wish), retry, fingerprint(wish)));
    }

    private static String fingerprint(ObjectNode wish) {
        try {
            byte[] text = wish.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private FineTuningView view(Standing standing) {
        return FineTuningView.of(standing, clock.instant());
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The caller's jobs, the newest first", description = "The next page begins after last_id.")
    public ListPage<FineTuningView> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        Paging paging = Paging.of(after, limit, null, USUAL_PAGE, LONGEST_PAGE);
        List<FineTuningView> found =
                jobs.page(caller.tenant(), paging).stream().map(this::view).toList();
        return ListPage.of(found, paging.limit(), FineTuningView::id);
    }

    /** Shows one. */
    @GET
    @Path("/{id}")
    @Operation(summary = "A fine-tuning job")
    @APIResponse(responseCode = "200", description = "The job")
    @APIResponse(responseCode = "404", description = "`fine_tuning_job_not_found`")
    public FineTuningView get(String id) {
        return view(jobs.find(caller.tenant(), id));
    }

    /** Gives one up. */
    @POST
    @Path("/{id}/cancel")
    @Operation(summary = "Cancel a fine-tuning job")
    @APIResponse(responseCode = "200", description = "It is cancelled; its worker stops after its step")
    @APIResponse(responseCode = "404", description = "`fine_tuning_job_not_found`")
    @APIResponse(responseCode = "409", description = "`fine_tuning_job_over`")
    public FineTuningView cancel(String id) {
        return view(jobs.stop(caller.tenant(), id, false));
    }

    /** Stops one for a while. */
    @POST
    @Path("/{id}/pause")
    @Operation(summary = "Pause a fine-tuning job", description = "It goes on from its last checkpoint.")
    @APIResponse(responseCode = "200", description = "It is paused; its worker stops after its step")
    @APIResponse(responseCode = "404", description = "`fine_tuning_job_not_found`")
    @APIResponse(responseCode = "409", description = "`fine_tuning_job_over`")
    public FineTuningView pause(String id) {
        return view(jobs.stop(caller.tenant(), id, true));
    }

    /** Lets one go on. */
    @POST
    @Path("/{id}/resume")
    @Operation(summary = "Let a paused fine-tuning job go on")
    @APIResponse(responseCode = "200", description = "It waits for a worker")
    @APIResponse(responseCode = "404", description = "`fine_tuning_job_not_found`")
    @APIResponse(responseCode = "409", description = "`fine_tuning_job_not_paused`")
    public FineTuningView resume(String id) {
        return view(jobs.resume(caller.tenant(), id));
    }

    /** Tells what has happened to one. */
    @GET
    @Path("/{id}/events")
    @Operation(summary = "What has happened to a job, the newest first", description = "With the losses of each step.")
    @APIResponse(responseCode = "200", description = "Some of the events")
    @APIResponse(responseCode = "404", description = "`fine_tuning_job_not_found`")
    public ListPage<FineTuningEvents.Event> events(
            String id, @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        Paging paging = Paging.of(after, limit, null, USUAL_PAGE, LONGEST_PAGE);
        Standing standing = jobs.find(caller.tenant(), id);
        return page(
                FineTuningEvents.of(standing, jobs.curve(standing), clock.instant()),
                paging,
                FineTuningEvents.Event::id);
    }

    /** Lists what can be used of one. */
    @GET
    @Path("/{id}/checkpoints")
    @Operation(
            summary = "The models that a job has brought",
            description = "That is its adapter, once it has succeeded: what it keeps meanwhile cannot be used.")
    @APIResponse(responseCode = "200", description = "The checkpoints")
    @APIResponse(responseCode = "404", description = "`fine_tuning_job_not_found`")
    public ListPage<FineTuningEvents.Checkpoint> checkpoints(
            String id, @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        Paging paging = Paging.of(after, limit, null, USUAL_PAGE, LONGEST_PAGE);
        Standing standing = jobs.find(caller.tenant(), id);
        return page(
                FineTuningEvents.checkpoints(standing, jobs.curve(standing)), paging, FineTuningEvents.Checkpoint::id);
    }

    private static <T> ListPage<T> page(List<T> all, Paging paging, Function<T, String> id) {
        int first = 0;
        if (paging.after() != null) {
            List<String> ids = all.stream().map(id).toList();
            first = ids.indexOf(paging.after()) + 1;
            if (first == 0) {
                throw Problem.of(400, "invalid_after", "there is nothing with the id '%s'".formatted(paging.after()))
                        .at("/after")
                        .remedy("take last_id of the page before")
                        .exception();
            }
        }
        return ListPage.of(all.subList(first, Math.min(all.size(), first + paging.limit() + 1)), paging.limit(), id);
    }
}
