package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.adapter.Adapters;
import dev.winnow.coordinator.adapter.ChosenAdapter;
import dev.winnow.coordinator.model.CatalogModel;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.model.ServedPools;
import dev.winnow.coordinator.model.ServedPools.ServedPool;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.model.TokenCounters;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.prompt.Instructions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether the options can be kept, before any item is read: model, adapter, schema, limits. Thread-safe. */
@Singleton
class Admission {
    private final ServedPools served;
    private final ModelCatalog catalog;
    private final TokenCounters counters;
    private final SchemaAdmission schemas;
    private final Adapters adapters;

    Admission(
            ServedPools served,
            ModelCatalog catalog,
            TokenCounters counters,
            SchemaAdmission schemas,
            Adapters adapters) {
        this.served = served;
        this.catalog = catalog;
        this.counters = counters;
        this.schemas = schemas;
        this.adapters = adapters;
    }

    /** Admits the options, or says all that is wrong with them. */
    AdmittedRequest admit(String tenant, ExtractionOptions options) {
        AdmittedSchema schema = schemas.admit(options);
        AdmittedModel model = model(tenant, options);
        schemas.requireRoom(schema, model.contextTokens(), model.counter(), options);
        String instruction = instruction(options, model.adapter(), schema.schema());
        Windows windows =
                WindowAdmission.admit(options, instruction, model.pool(), model.contextTokens(), model.counter());
        return new AdmittedRequest(
                options,
                schema,
                model.pool(),
                model.adapter(),
                instruction,
                model.contextTokens(),
                model.counter(),
                windows);
    }

    /** Admits what the options say of model, adapter and quantization alone. */
    AdmittedModel model(String tenant, ExtractionOptions options) {
        List<ServedPool> pools = served.all();
        ChosenAdapter adapter = options.adapter() == null ? null : adapters.resolve(tenant, options.adapter());
        CatalogModel model = model(adapter == null ? options.model() : base(adapter, options.model()), pools);
        ServedPool pool = pool(pools, model.name(), options.quantization());
        TokenCounter counter = counters.of(model).orElseThrow(() -> Problem.of(
                        503, "model_not_ready", "no worker has sent the tokenizer of " + model.name() + " yet")
                .remedy("try again in a moment")
                .exception());
        return new AdmittedModel(pool.pool(), adapter, pool.contextTokens(), counter);
    }

    /** The model that an adapter is for, which the request may name too. */
    private static String base(ChosenAdapter adapter, @Nullable String wanted) {
        if (wanted != null && !wanted.equals(adapter.base())) {
            throw Problem.of(
                            422,
                            "adapter_for_another_model",
                            "%s is for the model %s, the request is for %s"
                                    .formatted(adapter.version(), adapter.base(), wanted))
                    .at("/adapter")
                    .remedy("leave model out to get %s, or choose an adapter of %s".formatted(adapter.base(), wanted))
                    .exception();
        }
        return adapter.base();
    }

    private static String instruction(ExtractionOptions options, @Nullable ChosenAdapter adapter, JsonNode schema) {
        if (options.instruction() != null) {
            return options.instruction();
        }
        String learned = adapter == null ? null : adapter.instruction();
        return learned != null ? learned : Instructions.fromKeys(schema);
    }

    private CatalogModel model(@Nullable String wanted, List<ServedPool> pools) {
        List<CatalogModel> all = catalog.all();
        if (all.isEmpty()) {
            throw Problem.of(422, "unknown_model", "no worker has registered a model yet")
                    .at("/model")
                    .remedy("start a worker, or wait until it is ready")
                    .exception();
        }
        if (wanted == null) {
            return onlyOne(all, pools);
        }
        return all.stream()
                .filter(model -> model.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Problem.of(422, "unknown_model", "there is no model '" + wanted + "'")
                        .at("/model")
                        .remedy("choose one of: " + names(all)
                                + (wanted.contains(":") ? "; a model's name is not the place it comes from" : ""))
                        .exception());
    }

    // The catalog never forgets: of models that came and went, the one that is served now is meant.
    private static CatalogModel onlyOne(List<CatalogModel> all, List<ServedPool> pools) {
        Set<String> live = pools.stream()
                .filter(ServedPool::live)
                .map(pool -> pool.pool().model())
                .collect(Collectors.toSet());
        List<CatalogModel> served =
                all.stream().filter(model -> live.contains(model.name())).toList();
        List<CatalogModel> candidates = served.isEmpty() ? all : served;
        if (candidates.size() > 1) {
            throw Problem.of(422, "model_needed", "there are several models, and the request names none")
                    .at("/model")
                    .remedy("choose one of: " + names(candidates))
                    .exception();
        }
        return candidates.get(0);
    }

    private static String names(List<CatalogModel> models) {
        return models.stream().map(CatalogModel::name).collect(Collectors.joining(", "));
    }

    private static ServedPool pool(List<ServedPool> pools, String model, @Nullable String quantization) {
        List<ServedPool> offered =
                pools.stream().filter(pool -> pool.pool().model().equals(model)).toList();
        return offered.stream()
                .filter(pool ->
                        quantization == null || pool.pool().quantization().equals(quantization))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                422, "unknown_quantization", "no worker offers %s as %s".formatted(model, quantization))
                        .at("/quantization")
                        .remedy("choose one of: "
                                + offered.stream()
                                        .map(pool -> pool.pool().quantization())
                                        .collect(Collectors.joining(", ")))
                        .exception());
    }

    /** What does the work of a request. */
    record AdmittedModel(Pool pool, @Nullable ChosenAdapter adapter, int contextTokens, TokenCounter counter) {}

    /** A schema that can be kept. */
    record AdmittedSchema(JsonNode schema, String hash, List<AdmissionLine> report) {}

    /**
     * What becomes of one keyword of the schema.
     *
     * @param treatment {@code enforced} while decoding, or {@code checked_afterwards}
     */
    record AdmissionLine(String pointer, String keyword, String treatment, String note) {}

    /**
     * A request whose options can be kept.
     *
     * @param windows how inputs that are too long are cut; null to refuse them
     */
    record AdmittedRequest(
            ExtractionOptions options,
            AdmittedSchema schema,
            Pool pool,
            @Nullable ChosenAdapter adapter,
            String instruction,
            int contextTokens,
            TokenCounter counter,
            @Nullable Windows windows) {}
}
