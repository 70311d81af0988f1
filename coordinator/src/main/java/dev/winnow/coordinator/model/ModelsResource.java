package dev.winnow.coordinator.model;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models that a request may name. */
@Path("/api/v1/models")
@Needs(Scope.EXTRACT)
@Tag(name = "Models")
public class ModelsResource {
    private final ModelCatalog catalog;

    ModelsResource(ModelCatalog catalog) {
        this.catalog = catalog;
    }

    /** Lists them by name. */
    @GET
    @Operation(summary = "The models that workers have registered")
    public Models list() {
        return new Models(catalog.all().stream()
                .map(model -> new Model(model.name(), model.contextTokens(), model.textHash()))
                .toList());
    }

    /** The models. */
    public record Models(List<Model> models) {}

    /**
     * A model.
     *
     * @param name what a request says
     * @param contextTokens the most tokens that a prompt and its output may have together
     * @param textHash names the tokenizer and template
     */
    public record Model(String name, int contextTokens, String textHash) {}
}
