package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.dataset.DatasetStore.Stored;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.request.RequestBodies;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Datasets. */
@Path("/api/v1/datasets")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Datasets")
public class DatasetsResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String ZIP = "application/zip";

    private final Caller caller;
    private final Datasets datasets;
    private final DatasetStore store;
    private final SourcedImports sourced;
    private final DatasetRemoval removal;
    private final DatasetConfig config;
    private final Semaphore imports;

    DatasetsResource(
            Caller caller,
            Datasets datasets,
            DatasetStore store,
            SourcedImports sourced,
            DatasetRemoval removal,
            DatasetConfig config) {
        this.caller = caller;
        this.sourced = sourced;
        this.datasets = datasets;
        this.store = store;
        this.removal = removal;
        this.config = config;
        this.imports = new Semaphore(config.imports());
    }

    /** Takes one in. */
    @POST
    @Consumes({NDJSON, CSV, ZIP})
    @Operation(
            summary = "Store a dataset",
            description = "Rows of instruction, input and output: JSON lines, CSV with a header, or a ZIP with"
                    + " schema.json, eval.jsonl or eval.csv, and train.jsonl or train.csv, in this order; the first two"
                    + " may be left out. It becomes the next version of its name. The same content again is the same"
                    + " dataset, so an import may be repeated.")
    @APIResponse(
            responseCode = "201",
            description = "It is stored",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetView.class)))
    @APIResponseSchema(responseCode = "200", responseDescription = "It was there already", value = DatasetView.class)
    @APIResponse(responseCode = "413", description = "`dataset_too_large`")
    @APIResponse(responseCode = "422", description = "`bad_rows` with file, line and field of each; `too_few_rows`")
    @APIResponse(responseCode = "429", description = "`too_many_imports`: try again in a moment")
    @RequestBody(content = @Content(mediaType = NDJSON, schema = @Schema(ref = "DatasetRows")))
    @APIResponse(responseCode = "409", description = "`too_many_datasets`")
    public Response store(
            @Context HttpServerRequest request,
            @Parameter(hidden = true) @HeaderParam("Content-Type") String type,
            @QueryParam("name") @Nullable String name,
            @QueryParam("held_out_percent") @Nullable Integer heldOutPercent,
            @QueryParam("instruction") @Nullable String instruction,
            @QueryParam("leaks") @Nullable String leaks)
            throws IOException {
        DatasetRequest wanted = DatasetRequest.of(name, heldOutPercent, instruction, leaks);
        takePlace();
        try (UploadStream upload = UploadStream.of(request, config.uploadPatience());
                InputStream body = upload.unpacked()) {
            return told(store.store(caller.tenant(), wanted, files(body, type), null));
        } finally {
            imports.release();
        }
    }

    /** Takes one in whose rows are fetched. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Store a dataset from sources",
            description =
                    "{\"name\": \"events\", \"source\": {\"sql\": {\"source\": \"shop\", \"query\": \"select ...\","
                            + " \"columns\": {\"input\": \"page\", \"output\": \"event\"}}}}: one SELECT to a database that the"
                            + " operator has named, {\"dataset\": {\"dataset\": \"events\"}}, or {\"review\": {...}}; several as"
                            + " \"sources\": [...]. Besides: held_out_percent, instruction, leaks, and schema. docs/reference/datasets.md")
    @APIResponse(
            responseCode = "201",
            description = "It is stored",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DatasetView.class)))
    @APIResponseSchema(
            responseCode = "200",
            responseDescription = "The same rows were there already",
            value = DatasetView.class)
    @APIResponse(
            responseCode = "422",
            description = "`unknown_source`, `query_refused`, `source_writes`, `source_timeout`, `unknown_column`,"
                    + " `bad_rows`, `too_few_rows`")
    @APIResponse(responseCode = "503", description = "`source_unreachable`, `source_failed`")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewDataset")))
    @APIResponse(responseCode = "409", description = "`too_many_datasets`, `dataset_removed`")
    public Response storeSourced(InputStream body) throws IOException {
        Fields request = RequestBodies.read(body, SourcedRequest.EXAMPLE);
        takePlace();
        try {
            return told(sourced.stored(caller.tenant(), request));
        } finally {
            imports.release();
        }
    }

    private void takePlace() {
        if (!imports.tryAcquire()) {
            throw Problem.of(429, "too_many_imports", "too many datasets are being imported")
                    .limit(config.imports())
                    .remedy("try again in a moment")
                    .retryAfter(5)
                    .exception();
        }
    }

    private static Response told(Stored stored) {
        return Response.status(stored.fresh() ? Response.Status.CREATED : Response.Status.OK)
                .header("Location", "/api/v1/datasets/" + stored.dataset().dataset())
                .entity(stored.dataset())
                .build();
    }

    private DatasetFiles files(InputStream body, String type) {
        if (type.startsWith(ZIP)) {
            return new DatasetFiles.Zipped(body, config.mostBytes());
        }
        return new DatasetFiles.Plain(
                body, type.startsWith(CSV) ? RowReader.Format.CSV : RowReader.Format.JSONL, config.mostBytes());
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The caller's datasets, by name, the newest version of each first")
    public DatasetList list() {
        return new DatasetList(datasets.all(caller.tenant()));
    }

    /** Shows one. */
    @GET
    @Path("/{dataset}")
    @Operation(summary = "A dataset with its statistics", description = "By version, recipes@2, or by hash.")
    @APIResponse(responseCode = "200", description = "The dataset")
    @APIResponse(responseCode = "404", description = "`unknown_dataset`")
    public DatasetView get(String dataset) {
        return datasets.find(caller.tenant(), dataset).view();
    }

    /** Removes one. */
    @DELETE
    @Path("/{dataset}")
    @Operation(summary = "Remove a dataset for good", description = "Adapters that were trained on it keep its hash.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "`unknown_dataset`")
    @APIResponse(responseCode = "409", description = "`dataset_in_use`")
    public void remove(String dataset) {
        removal.remove(caller.tenant(), dataset);
    }

    /** The datasets. */
    record DatasetList(List<DatasetView> datasets) {}
}
