package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.coordinator.dataset.DatasetRows;
import dev.winnow.coordinator.dataset.Datasets;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.evaluation.EvaluationConfig;
import dev.winnow.coordinator.model.CatalogModel;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.model.TokenCounters;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks of a training's request all that can be known before any work. Thread-safe. */
@Singleton
class TrainingAdmission {
    static final int USUAL_PACK_TOKENS = 1024;

    private final Datasets datasets;
    private final DatasetRows rows;
    private final ModelCatalog models;
    private final TokenCounters counters;
    private final EvaluationConfig evaluations;
    private final ObjectMapper json;

    TrainingAdmission(
            Datasets datasets,
            DatasetRows rows,
            ModelCatalog models,
            TokenCounters counters,
            EvaluationConfig evaluations,
            ObjectMapper json) {
        this.datasets = datasets;
        this.rows = rows;
        this.models = models;
        this.counters = counters;
        this.evaluations = evaluations;
        this.json = json;
    }

    /**
     * Checks a request.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException that says what is wrong with it
     */
    Prepared prepare(String tenant, JsonNode body) {
        TrainingRequest request = TrainingRequest.read(body, json);
        request.plan(request.packTokens() == null ? USUAL_PACK_TOKENS : request.packTokens(), json);
        ChosenDataset dataset = datasets.resolve(tenant, request.dataset());
        CatalogModel base = base(request.base());
        TrainingPlan plan = request.plan(packTokens(request, dataset, base), json);
        if (request.nodes() != null) {
            request.nodes().requireSteps(plan, dataset.trainRows());
        }
        Integer evaluated = request.evaluation().rows(dataset, evaluations.rowsAfterTraining());
        return new Prepared(request, dataset, base.name(), plan, request.name(), evaluated);
    }

    private CatalogModel base(@Nullable String wanted) {
        List<CatalogModel> all = models.all();
        if (wanted == null && all.size() == 1) {
            return all.get(0);
        }
        return all.stream()
                .filter(model -> model.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> {
                    String names = all.stream().map(CatalogModel::name).collect(Collectors.joining(", "));
                    return Problem.of(
                                    422,
                                    "unknown_base",
                                    wanted == null
                                            ? "there are several models, and the request names none"
                                            : "there is no model '%s'".formatted(wanted))
                            .at("/base")
                            .remedy(
                                    names.isEmpty()
                                            ? "start a worker with the model first: none has registered yet"
                                            : "choose one of " + names)
                            .exception();
                });
    }

    private int packTokens(TrainingRequest request, ChosenDataset dataset, CatalogModel base) {
        TokenCounter counter = counters.of(base).orElseThrow(() -> Problem.of(
                        409, "model_text_missing", "no worker has sent the tokenizer of " + base.name())
                .remedy("start a worker with that model, or wait until it has registered")
                .exception());
        Integer wanted = request.packTokens();
        if (wanted != null && wanted > base.contextTokens()) {
            throw TrainingRequest.refused(
                    "pack_tokens",
                    "pack_tokens is %d, the model's context has %d tokens".formatted(wanted, base.contextTokens()),
                    "choose no more than that");
        }
        int most = wanted == null ? base.contextTokens() : wanted;
        int longest = RowLengths.longest(rows, dataset.id(), counter, most);
        return wanted == null ? Math.max(longest, Math.min(most, USUAL_PACK_TOKENS)) : wanted;
    }

    /**
     * A training that nothing is known to be wrong with.
     *
     * @param alias what is to stand for its adapter, or null
     * @param evaluated on how many held-out rows its adapter is evaluated, or null
     */
    record Prepared(
            TrainingRequest request,
            ChosenDataset dataset,
            String base,
            TrainingPlan plan,
            @Nullable String alias,
            @Nullable Integer evaluated) {
        /** The same, but no alias is to stand for what comes of it. */
        Prepared withoutAlias() {
            return new Prepared(request, dataset, base, plan, null, evaluated);
        }
    }
}
