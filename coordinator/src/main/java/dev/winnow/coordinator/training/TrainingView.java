package dev.winnow.coordinator.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingProgress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A training as the API shows it.
 *
 * @param attempt how often it was begun, and lost or given back but for the last
 * @param name of the adapter
 * @param alias what stands for the adapter once it is done
 * @param worker who has it, or had it last
 * @param workerSeconds that workers had it, all attempts together
 * @param checkpointStep from where it would go on
 * @param adapter what came out of it
 * @param evaluateRows on how many held-out rows at most the adapter is evaluated when it is done
 * @param evaluation of the adapter, as soon as there is one
 * @param trials what it is one of, if its request had several
 * @param error why it failed
 * @param rounds of one that several workers do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingView(
        UUID id,
        String state,
        int attempt,
        String dataset,
        String datasetHash,
        int trainRows,
        int heldOutRows,
        String base,
        String name,
        @Nullable String alias,
        TrainingPlan plan,
        @Nullable TrainingProgress progress,
        @Nullable String worker,
        double workerSeconds,
        @Nullable Integer checkpointStep,
        @Nullable String adapter,
        @Nullable Integer evaluateRows,
        @Nullable UUID evaluation,
        @Nullable UUID trials,
        @Nullable TrainingError error,
        Instant createdAt,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt,
        @Nullable RoundsView rounds) {
    /** The same as one across nodes, whose pieces have cost so much. */
    TrainingView across(RoundsView how, @Nullable TrainingProgress where, double pieceSeconds) {
        return new TrainingView(
                id,
                state,
                attempt,
                dataset,
                datasetHash,
                trainRows,
                heldOutRows,
                base,
                name,
                alias,
                plan,
                where,
                worker,
                workerSeconds + pieceSeconds,
                checkpointStep,
                adapter,
                evaluateRows,
                evaluation,
                trials,
                error,
                createdAt,
                begunAt,
                endedAt,
                how);
    }

    /** Why a training failed. */
    record TrainingError(String code, String message) {}
}
