package dev.winnow.coordinator.openai.model;

import dev.winnow.coordinator.adapter.AdapterView;
import dev.winnow.coordinator.adapter.Adapters;
import dev.winnow.coordinator.adapter.ChosenAdapter;
import dev.winnow.coordinator.model.CatalogModel;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model's name means: a base model, or else an adapter of the tenant by version, alias or hash, as in the native
 * interface. Thread-safe.
 */
@Singleton
public class ModelNames {
    private static final String BASE_OWNER = "winnow";
    private static final String ADAPTER_OWNER = "tenant";

    private static final int LONGEST_NAME = 512;

    private final ModelCatalog catalog;
    private final Adapters adapters;

    ModelNames(ModelCatalog catalog, Adapters adapters) {
        this.catalog = catalog;
        this.adapters = adapters;
    }

    /**
     * What a request means now.
     *
     * @throws ProblemException 404 {@code model_not_found}
     */
    public NamedModel resolve(String tenant, String name) {
        requireName(name);
        if (catalog.find(name).isPresent()) {
            return new NamedModel(name, name, null);
        }
        try {
            ChosenAdapter adapter = adapters.resolve(tenant, name);
            return new NamedModel(adapter.version(), adapter.base(), adapter.hash());
        } catch (ProblemException e) {
            throw unknown(name, e.problem()).exception();
        }
    }

    // PostgreSQL takes no NUL, and nothing has so long a name.
    private static void requireName(String name) {
        if (name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw unknown("...", Problem.of(404, "unknown_adapter", "no adapter has such a name"))
                    .exception();
        }
    }

    private static Problem unknown(String name, Problem why) {
        return Problem.of(
                        404,
                        "model_not_found",
                        "The model '%s' does not exist: it is no base model here, and %s".formatted(name, why.detail()))
                .at("/model")
                .remedy("GET /v1/models lists those there are");
    }

    /** All that a tenant may name: base models first. */
    List<ModelView> all(String tenant) {
        List<ModelView> all = new ArrayList<>();
        for (CatalogModel model : catalog.all()) {
            all.add(base(model));
        }
        for (AdapterView adapter : adapters.all(tenant)) {
            all.add(adapter(adapter, adapter.adapter()));
            adapter.aliases().forEach(alias -> all.add(adapter(adapter, alias)));
        }
        return all;
    }

    /** One of them; an adapter also by its hash. */
    ModelView one(String tenant, String name) {
        requireName(name);
        Optional<CatalogModel> model = catalog.find(name);
        if (model.isPresent()) {
            return base(model.get());
        }
        NamedModel meant = resolve(tenant, name);
        return adapters.all(tenant).stream()
                .filter(adapter -> adapter.adapter().equals(meant.name()))
                .findFirst()
                .map(adapter -> adapter(adapter, name))
                .orElseThrow(() -> unknown(name, Problem.of(404, "unknown_adapter", "its adapter is gone"))
                        .exception());
    }

    private static ModelView base(CatalogModel model) {
        return new ModelView(model.name(), model.updatedAt().getEpochSecond(), BASE_OWNER, null, null);
    }

    private static ModelView adapter(AdapterView adapter, String name) {
        return new ModelView(
                name,
                adapter.createdAt().getEpochSecond(),
                ADAPTER_OWNER,
                name.equals(adapter.adapter()) ? null : adapter.adapter(),
                adapter.base());
    }

    /**
     * A model that a request may use.
     *
     * @param name that answers say: the base model's, or the adapter's version
     * @param base the base model
     * @param adapter the adapter's hash, or null for the base model alone
     */
    public record NamedModel(
            String name, String base, @Nullable String adapter) {}
}
