package dev.winnow.coordinator.verification;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Proofs that a job's items are all accounted for. */
@Path("/api/v1/extractions/{id}/verification")
@Needs(Scope.EXTRACT)
@Tag(name = "Extractions")
public class VerificationResource {
    private final Caller caller;
    private final Reconciliation reconciliation;

    VerificationResource(Caller caller, Reconciliation reconciliation) {
        this.caller = caller;
        this.reconciliation = reconciliation;
    }

    /** Verifies a job. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Reconcile a job's items, results, errors, counters and shards",
            description = "Reads all that is stored of the job, in one snapshot; a long job takes a while."
                    + " What is wrong stands in findings.")
    @APIResponse(responseCode = "200", description = "The job was read; consistent says whether all is well")
    @APIResponse(responseCode = "404", description = "There is no such job")
    @APIResponse(responseCode = "429", description = "Too many verifications at once")
    public Verification verify(UUID id) {
        return reconciliation.verify(caller.tenant(), id);
    }
}
