package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.adapter.ChosenAdapter;
import dev.winnow.coordinator.extraction.JobDesk;
import dev.winnow.coordinator.extraction.JobDesk.Means;
import dev.winnow.coordinator.extraction.JobOrder;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides which runs an evaluation has, and refuses what their jobs would be refused for. Thread-safe. */
@Singleton
class RunPlanning {
    private final JobDesk jobs;
    private final OutputRoom room;
    private final EvaluationConfig config;

    RunPlanning(JobDesk jobs, OutputRoom room, EvaluationConfig config) {
        this.jobs = jobs;
        this.room = room;
        this.config = config;
    }

    /**
     * The runs: each adapter on its own model, and for null each model alone.
     *
     * @param rows how many of the dataset's held-out ones
     * @throws ProblemException that points to the model, adapter or dataset that cannot be used
     */
    List<PlannedRun> plan(String tenant, EvaluationRequest request, UUID dataset, int rows, JsonNode schema) {
        OneMode modes = new OneMode(tenant, request.quantization());
        List<@Nullable Means> adapted = adapted(modes, request);
        List<PlannedRun> runs = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < adapted.size(); i++) {
            Means adapter = adapted.get(i);
            List<Means> wanted = adapter == null ? models(modes, request, adapted) : List.of(adapter);
            for (Means means : wanted) {
                PlannedRun run = planned(tenant, request, means, dataset, rows, schema, "adapters/" + i);
                if (!seen.add(run.model() + " " + run.adapterHash())) {
                    throw EvaluationRequest.refused(
                            "adapters/" + i, run.describe() + " is asked for twice", "name each once");
                }
                runs.add(run);
            }
        }
        if (runs.size() > config.runs()) {
            throw Problem.of(
                            422,
                            "too_many_runs",
                            "models and adapters make %d runs, the limit is %d".formatted(runs.size(), config.runs()))
                    .at("/adapters")
                    .limit(config.runs())
                    .remedy("ask for fewer at once; the operator can raise winnow.evaluations.runs")
                    .exception();
        }
        return runs;
    }

    private List<@Nullable Means> adapted(OneMode modes, EvaluationRequest request) {
        List<@Nullable Means> adapted = new ArrayList<>();
        for (String adapter : request.adapters()) {
            String place = "/adapters/" + adapted.size();
            Means means = adapter == null ? null : at(place, () -> modes.means(null, adapter));
            if (means != null
                    && !request.models().isEmpty()
                    && !request.models().contains(means.model())) {
                throw Problem.of(
                                422,
                                "adapter_for_another_model",
                                "%s is for the model %s, the request is for %s"
                                        .formatted(adapter, means.model(), String.join(", ", request.models())))
                        .at(place)
                        .remedy("add that model, or leave models out")
                        .exception();
            }
            adapted.add(means);
        }
        return adapted;
    }

    private List<Means> models(OneMode modes, EvaluationRequest request, List<@Nullable Means> adapted) {
        Set<@Nullable String> names = new LinkedHashSet<>(request.models());
        if (names.isEmpty()) {
            adapted.forEach(means -> {
                if (means != null) {
                    names.add(means.model());
                }
            });
        }
        if (names.isEmpty()) {
            names.addAll(Collections.singletonList(null)); // the only one that there is
        }
        List<Means> models = new ArrayList<>();
        for (String name : names) {
            String place = "/models" + (name == null ? "" : "/" + models.size());
            models.add(at(place, () -> modes.means(name, null)));
        }
        return models;
    }

    private PlannedRun planned(
            String tenant,
            EvaluationRequest request,
            Means means,
            UUID dataset,
            int rows,
            JsonNode schema,
            String place) {
        Integer given = request.maxOutputTokens();
        int tokens = given == null ? room.tokens(dataset, rows, means) : given;
        ChosenAdapter adapter = means.adapter();
        String hash = adapter == null ? null : adapter.hash();
        JobOrder order = JobOrders.of(
                new JobOrder.By(means.model(), hash, means.quantization()),
                schema,
                request.constrained(),
                tokens,
                "evaluation");
        at(place, () -> {
            jobs.require(tenant, order);
            return means;
        });
        return new PlannedRun(
                means.model(), means.quantization(), hash, adapter == null ? null : adapter.version(), tokens);
    }

    private static <T> T at(String place, Supplier<T> admission) {
        try {
            return admission.get();
        } catch (ProblemException e) {
            Problem why = e.problem();
            String pointer = why.pointer() == null ? "" : why.pointer();
            throw why.at(
                            pointer.startsWith("/schema")
                                    ? "/dataset"
                                    : pointer.matches("/(quantization|max_output_tokens)") ? pointer : place)
                    .exception();
        }
    }

    /** Gives all runs of a model one numeric mode: in two they could not be compared. Not thread-safe. */
    private final class OneMode {
        private final String tenant;
        private final @Nullable String wanted;
        private final Map<String, String> ofModels = new HashMap<>();

        OneMode(String tenant, @Nullable String wanted) {
            this.tenant = tenant;
            this.wanted = wanted;
        }

        Means means(@Nullable String model, @Nullable String adapter) {
            Means means = jobs.means(tenant, new JobOrder.By(model, adapter, wanted));
            String mode = ofModels.putIfAbsent(means.model(), means.quantization());
            // Another pool of the model may have been heard in between.
            return mode == null || mode.equals(means.quantization())
                    ? means
                    : jobs.means(tenant, new JobOrder.By(model, adapter, mode));
        }
    }

    /**
     * A run to be.
     *
     * @param adapterHash null for the base model alone
     * @param adapterVersion as its tenant calls it
     */
    record PlannedRun(
            String model,
            String quantization,
            @Nullable String adapterHash,
            @Nullable String adapterVersion,
            int maxOutputTokens) {
        String describe() {
            return adapterVersion == null ? model + " alone" : adapterVersion;
        }
    }
}
