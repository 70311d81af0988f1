package dev.winnow.coordinator.adapter;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Where workers fetch adapters: {@code docs/reference/protocol.md}. */
@Path("/internal/v1/adapters")
@Needs(Scope.WORKER)
@Blocking
@Tag(name = "Worker protocol")
public class WorkerAdaptersResource {
    private final AdapterDownload download;

    WorkerAdaptersResource(AdapterDownload download) {
        this.download = download;
    }

    /** Gives one out. */
    @GET
    @Path("/{hash}")
    @Produces(AdapterDownload.ZIP)
    @Operation(summary = "A worker fetches an adapter by its hash")
    @APIResponse(responseCode = "200", description = "Both files in a ZIP")
    @APIResponse(responseCode = "404", description = "`unknown_adapter`: it is gone for good")
    public Response fetch(String hash) {
        if (!AdapterFiles.isHash(hash)) {
            throw Problem.of(404, "unknown_adapter", "'%s' is no adapter's hash".formatted(hash))
                    .remedy("a hash is sha256: and 64 hex digits")
                    .exception();
        }
        return Response.ok(download.of(hash), AdapterDownload.ZIP).build();
    }
}
