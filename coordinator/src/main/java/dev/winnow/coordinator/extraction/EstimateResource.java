package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.audit.ChangesNothing;
import dev.winnow.coordinator.request.RequestJson;
import dev.winnow.coordinator.upload.UploadStream;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Estimates of jobs that are not started. */
@Path("/api/v1/extractions/estimate")
@Needs(Scope.EXTRACT)
@Tag(name = "Extractions")
public class EstimateResource {
    private final Caller caller;
    private final Estimation estimation;
    private final ExtractionConfig config;
    private final ObjectMapper json;
    private final ObjectReader strict;

    EstimateResource(Caller caller, Estimation estimation, ExtractionConfig config, ObjectMapper json) {
        this.caller = caller;
        this.estimation = estimation;
        this.config = config;
        this.json = json;
        this.strict = RequestJson.strict(json.reader());
    }

    /** Estimates a request whose items stand in one JSON object. */
    @POST
    @ChangesNothing
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a job would take: tokens, time, and the cost elsewhere",
            description =
                    "Takes just what a submission takes, and stores nothing. Input tokens are counted on a sample,"
                            + " with their standard error and 95% interval; output tokens come from finished jobs with the same"
                            + " schema and model, or are called a guess.")
    @APIResponse(responseCode = "200", description = "The estimate")
    @APIResponse(responseCode = "422", description = "Something in the request cannot be kept")
    @APIResponse(responseCode = "429", description = "`too_many_estimates`: try again in a moment")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewExtraction")))
    public Estimate estimate(
            InputStream body, @Parameter(hidden = true) @HeaderParam("Content-Length") @Nullable Long length)
            throws IOException {
        JsonBody.requireSize(length == null ? 0 : length, config);
        return estimation.estimate(caller.tenant(), () -> new JsonBody(body, strict, config));
    }

    /** Estimates a request whose items stand one a line. */
    @POST
    @ChangesNothing
    @Consumes("application/x-ndjson")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The same for a job of any length",
            description = "One item a line; options in the query, or in a first line {\"options\": {...}}.")
    @APIResponse(responseCode = "200", description = "The estimate")
    @RequestBody(content = @Content(mediaType = "application/x-ndjson", schema = @Schema(ref = "ExtractionLines")))
    public Estimate estimateLines(@Context HttpServerRequest request, @Context UriInfo uri) throws IOException {
        ObjectNode options = QueryOptions.read(uri.getQueryParameters(), json);
        try (UploadStream upload = UploadStream.of(request, config.uploadPatience());
                InputStream body = upload.unpacked()) {
            return estimation.estimate(caller.tenant(), () -> new NdjsonBody(body, options, strict, config));
        }
    }
}
