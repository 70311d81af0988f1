package dev.winnow.coordinator.training;

import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingProgress;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a training is that another feature has begun.
 *
 * @param state queued, dispatched, running, done, cancelled or failed
 * @param adapter what came out of it, by version
 */
public record OrderedTraining(
        UUID id,
        String state,
        String dataset,
        TrainingPlan plan,
        @Nullable TrainingProgress progress,
        @Nullable Integer checkpointStep,
        @Nullable String adapter,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant createdAt,
        @Nullable Instant begunAt,
        @Nullable Instant endedAt) {
    static OrderedTraining of(TrainingView view) {
        return new OrderedTraining(
                view.id(),
                view.state(),
                view.dataset(),
                view.plan(),
                view.progress(),
                view.checkpointStep(),
                view.adapter(),
                view.error() == null ? null : view.error().code(),
                view.error() == null ? null : view.error().message(),
                view.createdAt(),
                view.begunAt(),
                view.endedAt());
    }
}
