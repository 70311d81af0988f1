package dev.winnow.coordinator.model;

import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.model.ServedPools.ServedPool;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models that a request may name. */
@Path("/api/v1/models")
@Needs(Scope.EXTRACT)
@Tag(name = "Models")
public class ModelsResource {
    private final ModelCatalog catalog;
    private final ServedPools served;

    ModelsResource(ModelCatalog catalog, ServedPools served) {
        this.catalog = catalog;
        this.served = served;
    }

    /** Lists them by name. */
    @GET
    @Operation(summary = "The models that workers have registered")
    public Models list() {
        Set<String> live = served.all().stream()
                .filter(ServedPool::live)
                .map(pool -> pool.pool().model())
                .collect(Collectors.toSet());
        return new Models(catalog.all().stream()
                .map(model -> new Model(
                        model.name(),
                        model.contextTokens(),
                        model.textHash(),
                        model.textKnown() && live.contains(model.name())))
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
     * @param live whether requests for it are taken and worked on now: a worker serves it and has sent its tokenizer
     */
    public record Model(String name, int contextTokens, String textHash, boolean live) {}
}
