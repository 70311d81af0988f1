package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.RateLimits;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.extraction.Submission.Accepted;
import dev.winnow.coordinator.request.RequestBodies;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Extraction once more, of what was unsure. */
@Path("/api/v1/extractions/{id}/reextract")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Extractions")
public class ReextractionResource {
    private final Caller caller;
    private final RateLimits limits;
    private final Reextraction reextraction;

    ReextractionResource(Caller caller, RateLimits limits, Reextraction reextraction) {
        this.caller = caller;
        this.limits = limits;
        this.reextraction = reextraction;
    }

    /** Extracts unsure items again. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Extract the unsure items of a job once more, with another adapter",
            description =
                    "{\"adapter\": \"champion\", \"below\": 0.8, \"fields\": [\"price\"]}: a new job with the same schema,"
                            + " instruction and limits, and of the items only those with a value (in one of the fields) that was less"
                            + " sure. They keep their ids; the new job's origin is this one, which stays as it is.")
    @APIResponseSchema(responseCode = "202", responseDescription = "The new job is stored", value = Submitted.class)
    @APIResponse(responseCode = "409", description = "The job has not ended: problem job_not_over")
    @APIResponse(responseCode = "422", description = "`nothing_unsure`, `unknown_adapter`, `invalid_option`")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewReextraction")))
    public Response reextract(UUID id, @HeaderParam("Idempotency-Key") @Nullable String key, InputStream body)
            throws IOException {
        ExtractionResource.requireUsable(key);
        if (!reextraction.isKnown(caller.tenant(), key)) {
            limits.requireItems(caller);
        }
        Accepted accepted =
                reextraction.submit(caller.tenant(), id, key, RequestBodies.read(body, ReextractionRequest.EXAMPLE));
        if (accepted.isNew()) {
            limits.spentItems(caller, accepted.items());
        }
        return Submitted.answer(accepted);
    }
}
