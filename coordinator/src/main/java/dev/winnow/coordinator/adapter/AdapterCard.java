package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an adapter besides its weights.
 *
 * @param scale what the products of its factors are multiplied by
 * @param projections how many of the model's matrices it changes
 * @param bytes of both its files
 * @param trainedFrom what its configuration says that it was trained on, perhaps a path on another machine
 * @param instruction for items that bring none, where the request brings none either
 * @param notes whatever its owner wants to remember
 * @param training how it came about, if it was trained here
 * @param evaluations what it has scored on held-out rows, the newest first; left out where it was never asked
 * @param calibration how good its calibrated confidences are, or why it has none; left out where it was never asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AdapterCard(
        int rank,
        double alpha,
        double scale,
        List<String> targetModules,
        int projections,
        List<String> dtypes,
        long bytes,
        @Nullable String trainedFrom,
        @Nullable String instruction,
        @Nullable String notes,
        @Nullable JsonNode training,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @Nullable
        List<JsonNode> evaluations,

        @Nullable JsonNode calibration) {
    AdapterCard {
        targetModules = List.copyOf(targetModules);
        dtypes = List.copyOf(dtypes);
        evaluations = evaluations == null ? List.of() : List.copyOf(evaluations);
    }

    static AdapterCard of(
            ReceivedAdapter adapter,
            @Nullable String instruction,
            @Nullable String notes,
            @Nullable JsonNode training) {
        String base = adapter.settings().base();
        return new AdapterCard(
                adapter.settings().rank(),
                adapter.settings().alpha(),
                adapter.settings().scale(),
                adapter.settings().targetModules(),
                adapter.factors().projections(),
                adapter.factors().dtypes(),
                adapter.bytes(),
                base.isEmpty() ? null : base,
                instruction,
                notes,
                training,
                List.of(),
                null);
    }

    /** The same with one more, the newest; the oldest above so many go. */
    AdapterCard withEvaluation(JsonNode newest, int most) {
        List<JsonNode> all = new ArrayList<>();
        all.add(newest);
        if (evaluations != null) {
            all.addAll(evaluations);
        }
        return with(all.subList(0, Math.min(most, all.size())), calibration);
    }

    /** The same with another calibration. */
    AdapterCard withCalibration(JsonNode newest) {
        return with(evaluations == null ? List.of() : evaluations, newest);
    }

    private AdapterCard with(List<JsonNode> scores, @Nullable JsonNode calibrated) {
        return new AdapterCard(
                rank,
                alpha,
                scale,
                targetModules,
                projections,
                dtypes,
                bytes,
                trainedFrom,
                instruction,
                notes,
                training,
                scores,
                calibrated);
    }
}
