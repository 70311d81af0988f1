package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.request.RequestBodies;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Judgements. */
@Path("/api/v1/evaluations/{evaluation}/judgement")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Evaluations")
public class JudgementResource {
    private final Caller caller;
    private final Judgements judgements;

    JudgementResource(Caller caller, Judgements judgements) {
        this.caller = caller;
        this.judgements = judgements;
    }

    /** Judges a candidate. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Judge whether a candidate is really better than the champion",
            description =
                    "By a paired bootstrap over the held-out rows that both have extracted. With promote, an alias"
                            + " stands for a candidate that passes, at once and only if it stood for the champion that was judged.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewJudgement"),
                            examples = @ExampleObject(name = "promote", value = """
                                                    {"candidate": "events@2", "promote": "champion",
                                                     "rules": {"least_gain": 0.01, "field_losses": {"price": 0}}}""")))
    @APIResponse(responseCode = "200", description = "`outcome` is promote, ask or keep, with its reasons")
    @APIResponse(responseCode = "404", description = "`unknown_evaluation`, `unknown_adapter`")
    @APIResponse(responseCode = "409", description = "`not_ended`, `champion_moved`, `adapter_deleted`")
    @APIResponse(responseCode = "422", description = "`run_missing`, `invalid_rules`, `invalid_option`")
    public JudgementView judge(UUID evaluation, InputStream body) throws IOException {
        JudgementRequest request = JudgementRequest.read(RequestBodies.read(body, JudgementRequest.EXAMPLE));
        return judgements.judge(caller.tenant(), evaluation, request);
    }
}
