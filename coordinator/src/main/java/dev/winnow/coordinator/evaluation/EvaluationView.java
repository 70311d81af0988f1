package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation as the API shows it.
 *
 * @param rows how many of the held-out rows are scored: the first
 * @param constrained whether the schema decided what could be written
 * @param training that it judges, if it came from one
 * @param runs the best score first, those without one behind them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EvaluationView(
        UUID id,
        String state,
        String dataset,
        String datasetHash,
        int heldOutRows,
        int rows,
        boolean constrained,
        @Nullable UUID training,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<RunView> runs) {
    EvaluationView {
        runs = List.copyOf(runs);
    }

    /**
     * One model, with an adapter or without.
     *
     * @param id of the run, under which its rows are asked for
     * @param adapter the version; null for the base model alone
     * @param job the extraction job; its results are at its own address
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RunView(
            UUID id,
            String state,
            String model,
            String quantization,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String adapter,

            @Nullable String adapterHash,
            int maxOutputTokens,
            @Nullable UUID job,
            @Nullable RunScore score,
            @Nullable RunError error) {}

    /** Why a run has no score. */
    record RunError(String code, String message) {}
}
