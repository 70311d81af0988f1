package dev.winnow.coordinator.download;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A job's results to take away. */
@Path("/api/v1/extractions/{id}/results")
@Needs(Scope.EXTRACT)
@Blocking
@Tag(name = "Extractions")
public class DownloadResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private final Caller caller;
    private final ResultPages pages;
    private final ResultLines lines;
    private final ResultTable table;

    DownloadResource(Caller caller, ResultPages pages, ResultLines lines, ResultTable table) {
        this.caller = caller;
        this.pages = pages;
        this.lines = lines;
        this.table = table;
    }

    /** Streams results. */
    @GET
    @Produces({NDJSON, CSV})
    @Operation(
            summary = "Results recorded so far, in the order of the input",
            description = "A line of JSON each, or a table: a row for each object, the schema's properties as columns.")
    @APIResponse(
            responseCode = "200",
            description = "The results",
            content = {@Content(mediaType = NDJSON), @Content(mediaType = CSV)})
    @APIResponse(responseCode = "400", description = "`unknown_format`")
    @APIResponse(responseCode = "404", description = "`unknown_job`")
    public Response results(
            UUID id,
            @Parameter(description = "What Accept names first if there is none")
                    @Schema(enumeration = {"ndjson", "csv"})
                    @QueryParam("format")
                    @Nullable
                    String format,
            @Parameter(description = "Whether each comes with the item's text, in which its spans count")
                    @QueryParam("inputs")
                    @DefaultValue("false")
                    boolean inputs,
            @Context HttpHeaders headers) {
        String wanted = format == null ? accepted(headers) : format;
        if (!wanted.equals("ndjson") && !wanted.equals("csv")) {
            throw Problem.of(400, "unknown_format", "there is no format '%s'".formatted(wanted))
                    .at("/format")
                    .remedy("choose ndjson or csv")
                    .exception();
        }
        String schema = pages.schema(caller.tenant(), id);
        if (wanted.equals("csv")) {
            StreamingOutput rows = out -> table.write(id, schema, inputs, out);
            return Response.ok(rows, CSV + "; charset=utf-8; header=present")
                    .header("Content-Disposition", "attachment; filename=\"%s.csv\"".formatted(id))
                    .build();
        }
        StreamingOutput each = out -> lines.write(id, inputs, out);
        return Response.ok(each, NDJSON).build();
    }

    private static String accepted(HttpHeaders headers) {
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(MediaType.valueOf(NDJSON))) {
                return "ndjson";
            }
            if (accepted.isCompatible(MediaType.valueOf(CSV))) {
                return "csv";
            }
        }
        return "ndjson";
    }
}
