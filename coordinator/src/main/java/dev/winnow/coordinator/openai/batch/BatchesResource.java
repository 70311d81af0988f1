package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.RateLimits;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.openai.ListPage;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.batch.Batches.Created;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.RequestJson;
import dev.winnow.coordinator.upload.Utf8;
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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Batches, for clients of OpenAI. */
@Path("/v1/batches")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "OpenAI")
public class BatchesResource {
    private static final int USUAL_PAGE = 20;
    private static final int LONGEST_PAGE = 100;
    private static final int BODY_BYTES = 1 << 16;

    private final Caller caller;
    private final RateLimits limits;
    private final Batches batches;
    private final ObjectReader json;

    BatchesResource(Caller caller, RateLimits limits, Batches batches, ObjectMapper json) {
        this.caller = caller;
        this.limits = limits;
        this.batches = batches;
        this.json = RequestJson.strict(json.reader());
    }

    /** Takes one in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a batch",
            description = "Of a file with purpose batch and endpoint /v1/chat/completions. completion_window is its"
                    + " deadline: 24h, or another number of s, m, h or d.")
    @APIResponse(responseCode = "200", description = "It is stored, and validated next")
    @APIResponse(responseCode = "400", description = "Something in it cannot be kept; `param` says what")
    @APIResponse(responseCode = "404", description = "`file_not_found`")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewBatch")))
    public BatchView create(InputStream body, @HeaderParam(Retry.HEADER) @Nullable String tries) throws IOException {
        Retry retry = Retry.of(caller.keyId().toString(), tries);
        byte[] bytes = body.readNBytes(BODY_BYTES + 1);
        if (bytes.length > BODY_BYTES) {
            throw Problem.of(413, "body_too_large", "the body has more than %d bytes".formatted(BODY_BYTES))
                    .limit(BODY_BYTES)
                    .remedy("send the requests in a file, and here its id")
                    .exception();
        }
        BatchRequest request = BatchRequest.read(object(bytes));
        String fingerprint = fingerprint(bytes);
        if (batches.sent(caller.tenant(), retry, fingerprint).isEmpty()) {
            limits.requireItems(caller);
        }
        Created created = batches.create(caller.tenant(), request, retry, fingerprint);
        if (created.requests() > 0) {
            limits.spentItems(caller, created.requests());
        }
        return BatchView.of(created.batch());
    }

    private JsonNode object(byte[] bytes) throws IOException {
        try {
            JsonNode body = json.readTree(Utf8.decode(bytes).orElse(""));
            if (body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException e) {
            throw noObject(e.getOriginalMessage());
        }
        throw noObject("it is none, or not UTF-8");
    }

    private static RuntimeException noObject(String why) {
        return Problem.of(400, "invalid_json", "the body must be a JSON object: " + why)
                .remedy("send input_file_id, endpoint and completion_window")
                .exception();
    }

    private static String fingerprint(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The caller's batches, the newest first", description = "The next page begins after last_id.")
    public ListPage<BatchView> list(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable Integer limit) {
        Paging paging = Paging.of(after, limit, null, USUAL_PAGE, LONGEST_PAGE);
        List<BatchView> found = batches.page(caller.tenant(), paging).stream()
                .map(BatchView::of)
                .toList();
        return ListPage.of(found, paging.limit(), BatchView::id);
    }

    /** Shows one. */
    @GET
    @Path("/{id}")
    @Operation(summary = "A batch")
    @APIResponse(responseCode = "200", description = "The batch")
    @APIResponse(responseCode = "404", description = "`batch_not_found`")
    public BatchView get(String id) {
        return BatchView.of(batches.find(caller.tenant(), id));
    }

    /** Gives one up. */
    @POST
    @Path("/{id}/cancel")
    @Operation(summary = "Cancel a batch", description = "What was done by then is in its output file.")
    @APIResponse(responseCode = "200", description = "The batch, cancelling or cancelled")
    @APIResponse(responseCode = "404", description = "`batch_not_found`")
    @APIResponse(responseCode = "409", description = "`batch_not_cancellable`: it is over, or nearly")
    public BatchView cancel(String id) {
        return BatchView.of(batches.cancel(caller.tenant(), id));
    }
}
