package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.adapter.AdapterRows.StoredAdapter;
import dev.winnow.coordinator.adapter.Adapters.Stored;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.revalidation.Revalidated;
import dev.winnow.coordinator.upload.UploadStream;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Adapters. */
@Path("/api/v1/adapters")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Adapters")
public class AdaptersResource {
    // What a ZIP says besides the bytes in it.
    private static final int ZIP_BYTES = 1 << 20;

    private final Caller caller;
    private final Adapters adapters;
    private final AdapterDeletion deletion;
    private final AdapterDownload download;
    private final AdapterConfig config;
    private final Semaphore uploads;

    AdaptersResource(
            Caller caller,
            Adapters adapters,
            AdapterDeletion deletion,
            AdapterDownload download,
            AdapterConfig config) {
        this.caller = caller;
        this.adapters = adapters;
        this.deletion = deletion;
        this.download = download;
        this.config = config;
        this.uploads = new Semaphore(config.uploads());
    }

    /** Takes one in. */
    @POST
    @Needs(Scope.TRAIN)
    @Consumes(AdapterDownload.ZIP)
    @Operation(
            summary = "Store an adapter",
            description = "The body is a ZIP with adapter_config.json and adapter_model.safetensors, as PEFT saves"
                    + " them; other files of the folder are left out, pickles are refused. It becomes the next version"
                    + " of its name. The same files again are the same adapter.")
    @APIResponse(
            responseCode = "201",
            description = "It is stored",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AdapterView.class)))
    @APIResponseSchema(responseCode = "200", responseDescription = "It was there already", value = AdapterView.class)
    @APIResponse(responseCode = "409", description = "`adapter_known` by another name, or `too_many_adapters`")
    @APIResponse(responseCode = "413", description = "`adapter_too_large`: winnow.adapters.most-bytes")
    @APIResponse(responseCode = "422", description = "`adapter_refused`, `unknown_base` and others")
    @APIResponse(responseCode = "429", description = "`too_many_uploads`: try again in a moment")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    public Response store(
            @Context HttpServerRequest request,
            @Parameter(hidden = true) @HeaderParam("Content-Length") @Nullable Long length,
            @QueryParam("name") @Nullable String name,
            @QueryParam("base") @Nullable String base,
            @QueryParam("instruction") @Nullable String instruction,
            @QueryParam("notes") @Nullable String notes)
            throws IOException {
        UploadRequest wanted = UploadRequest.of(name, base, instruction, notes);
        if (length != null && length - ZIP_BYTES > config.mostBytes()) {
            throw AdapterArchive.tooLarge("the adapter", config.mostBytes());
        }
        if (!uploads.tryAcquire()) {
            throw Problem.of(429, "too_many_uploads", "too many adapters are being received")
                    .limit(config.uploads())
                    .remedy("try again in a moment, or send fewer at once")
                    .exception();
        }
        try (UploadStream upload = UploadStream.of(request, config.uploadPatience());
                InputStream body = upload.unpacked();
                ReceivedAdapter received = AdapterArchive.read(body, config.mostBytes())) {
            Stored stored = adapters.store(caller.tenant(), wanted, received);
            return Response.status(stored.fresh() ? Response.Status.CREATED : Response.Status.OK)
                    .header("Location", "/api/v1/adapters/" + stored.adapter().adapter())
                    .entity(stored.adapter())
                    .build();
        } finally {
            uploads.release();
        }
    }

    /** Lists them. */
    @GET
    @Revalidated
    @Operation(summary = "The caller's adapters, by name, the newest version of each first")
    public AdapterList list() {
        return new AdapterList(adapters.all(caller.tenant()));
    }

    /** Shows one. */
    @GET
    @Path("/{adapter}")
    @Operation(summary = "An adapter with its card", description = "By version, recipes@2, by alias or by hash.")
    @APIResponse(responseCode = "200", description = "The adapter")
    @APIResponse(responseCode = "404", description = "`unknown_adapter`")
    public AdapterView get(String adapter) {
        return adapters.find(caller.tenant(), adapter).view();
    }

    /** Gives one back. */
    @GET
    @Path("/{adapter}/files")
    @Produces(AdapterDownload.ZIP)
    @Operation(summary = "An adapter's files in a ZIP, byte for byte as they came")
    @APIResponse(responseCode = "200", description = "adapter_config.json and adapter_model.safetensors")
    @APIResponse(responseCode = "404", description = "`unknown_adapter`")
    public Response files(String adapter) {
        StoredAdapter found = adapters.find(caller.tenant(), adapter);
        return Response.ok(download.of(found.id()), AdapterDownload.ZIP).build();
    }

    /** Deletes one. */
    @DELETE
    @Path("/{adapter}")
    @Needs(Scope.TRAIN)
    @Operation(summary = "Delete an adapter for good", description = "Results that it made keep its hash.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "`unknown_adapter`")
    @APIResponse(responseCode = "409", description = "`adapter_in_use` by a job, or `adapter_has_alias`")
    public void delete(String adapter) {
        deletion.delete(caller.tenant(), adapter);
    }

    /** The adapters. */
    record AdapterList(List<AdapterView> adapters) {}
}
