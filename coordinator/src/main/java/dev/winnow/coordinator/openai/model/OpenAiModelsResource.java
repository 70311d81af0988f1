package dev.winnow.coordinator.openai.model;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.openai.ListPage;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Models, for clients of OpenAI. */
@Path("/v1/models")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class OpenAiModelsResource {
    private final Caller caller;
    private final ModelNames names;

    OpenAiModelsResource(Caller caller, ModelNames names) {
        this.caller = caller;
        this.names = names;
    }

    /** Lists them, in one page. */
    @GET
    @Operation(summary = "Base models, and the caller's adapters by version and alias")
    public ListPage<ModelView> list() {
        List<ModelView> all = names.all(caller.tenant());
        return ListPage.of(all, all.size(), ModelView::id);
    }

    /** Shows one. */
    @GET
    @Path("/{model}")
    @Operation(summary = "A model")
    @APIResponse(responseCode = "200", description = "The model")
    @APIResponse(responseCode = "404", description = "`model_not_found`")
    public ModelView get(String model) {
        return names.one(caller.tenant(), model);
    }
}
