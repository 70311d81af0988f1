package dev.winnow.coordinator.openai;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What clients of OpenAI may ask for and Winnow does not do, each with a word on what to do instead. */
@Path("/v1")
@Needs(Scope.EXTRACT)
@Tag(name = "OpenAI")
public class UnservedResource {
    /** Refuses embeddings. */
    @POST
    @Path("/embeddings")
    @Operation(summary = "Not served: Winnow makes JSON, no embeddings")
    @APIResponse(responseCode = "404", description = "Always: `embeddings_unavailable`")
    public Response embeddings() {
        throw unserved(404, "embeddings_unavailable", "Winnow makes no embeddings", "send them to a service that does");
    }

    private static ProblemException unserved(int status, String code, String detail, String remedy) {
        return Problem.of(status, code, detail).remedy(remedy).exception();
    }
}
