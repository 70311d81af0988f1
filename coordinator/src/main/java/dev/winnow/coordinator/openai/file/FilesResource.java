package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.openai.ListPage;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.upload.UploadStream;
import io.quarkus.vertx.http.Compressed;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Files, for clients of OpenAI. */
@Path("/v1/files")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "OpenAI")
public class FilesResource {
    private static final int LONGEST_PAGE = 10_000;

    // What a form needs besides its file.
    static final long FORM_BYTES = 1 << 20;

    private final Caller caller;
    private final Files files;
    private final FileConfig config;
    private final Semaphore uploads;

    FilesResource(Caller caller, Files files, FileConfig config) {
        this.caller = caller;
        this.files = files;
        this.config = config;
        this.uploads = new Semaphore(config.uploads());
    }

    /** Takes one in. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            summary = "Upload a file",
            description = "multipart/form-data with file, purpose (batch or fine-tune) and if need be expires_after."
                    + " It is written to the database as it comes in.")
    @APIResponse(responseCode = "200", description = "It is stored")
    @APIResponse(responseCode = "400", description = "`invalid_multipart`, `invalid_purpose`, `empty_file` and others")
    @APIResponse(
            responseCode = "413",
            description = "`file_too_large`, `too_many_requests_in_file`, `too_many_bytes_stored`")
    @APIResponse(responseCode = "429", description = "`too_many_uploads`: try again in a moment")
    @RequestBody(content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA, schema = @Schema(ref = "NewFile")))
    public FileView upload(
            @Context HttpServerRequest request,
            @Parameter(hidden = true) @HeaderParam("Content-Type") String type,
            @HeaderParam(Retry.HEADER) @Nullable String tries)
            throws IOException {
        Retry retry = Retry.of(caller.keyId().toString(), tries);
        if (!uploads.tryAcquire()) {
            throw Problem.of(429, "too_many_uploads", "too many files are being received")
                    .limit(config.uploads())
                    .remedy("try again in a moment, or send fewer at once")
                    .exception();
        }
        try (UploadStream sent = UploadStream.of(request, config.uploadPatience());
                InputStream body = sent.unpacked()) {
            return FileView.of(files.upload(
                    caller.tenant(), retry, new MultipartUpload(body, type, config.mostBytes() + FORM_BYTES)));
        } finally {
            uploads.release();
        }
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The caller's files, the newest first", description = "The next page begins after last_id.")
    public ListPage<FileView> list(
            @QueryParam("purpose") @Nullable String purpose,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("order") @Nullable String order) {
        Paging paging = Paging.of(after, limit, order, LONGEST_PAGE, LONGEST_PAGE);
        List<FileView> found = files.page(caller.tenant(), purpose(purpose), paging).stream()
                .map(FileView::of)
                .toList();
        return ListPage.of(found, paging.limit(), FileView::id);
    }

    private static @Nullable Purpose purpose(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        return Purpose.of(wanted)
                .orElseThrow(() -> Problem.of(400, "invalid_purpose", "there is no purpose '%s'".formatted(wanted))
                        .at("/purpose")
                        .remedy("ask for batch, batch_output, fine-tune or fine-tune-results")
                        .exception());
    }

    /** Shows one. */
    @GET
    @Path("/{id}")
    @Operation(summary = "A file")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "404", description = "`file_not_found`")
    public FileView get(String id) {
        return FileView.of(files.find(caller.tenant(), id));
    }

    /** Gives its bytes. */
    @GET
    @Path("/{id}/content")
    // The official clients ask for the second.
    @Produces({MediaType.APPLICATION_OCTET_STREAM, "application/binary", MediaType.WILDCARD})
    @Compressed
    @Operation(summary = "A file's bytes as they came")
    @APIResponse(responseCode = "200", description = "The bytes")
    @APIResponse(responseCode = "404", description = "`file_not_found`")
    public Response content(String id) {
        StoredFile file = files.find(caller.tenant(), id);
        StreamingOutput bytes = out -> {
            try (InputStream in = files.open(file)) {
                in.transferTo(out);
            }
        };
        return Response.ok(bytes, MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header("Content-Length", file.bytes())
                .build();
    }

    /** Removes one. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a file for good", description = "A batch that has not read it yet fails.")
    @APIResponse(responseCode = "200", description = "It is gone")
    @APIResponse(responseCode = "404", description = "`file_not_found`")
    public Deleted delete(String id) {
        return new Deleted(WireId.FILE.write(files.delete(caller.tenant(), id).id()), "file", true);
    }

    /** What is gone. */
    record Deleted(String id, String object, boolean deleted) {}
}
