package dev.winnow.coordinator.training;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.coordinator.events.Streamed;
import dev.winnow.coordinator.training.TrainingView.TrainingError;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a training is, as its events tell it.
 *
 * @param progress of one across nodes: of all that have a part
 * @param round of one across nodes, from 1
 * @param adapter what came out of it
 * @param error why it failed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TrainingNow(
        UUID id,
        String state,
        int attempt,
        @Nullable TrainingProgress progress,
        @Nullable Integer round,
        @Nullable String worker,
        @Nullable String adapter,
        @Nullable TrainingError error)
        implements Streamed {
    private static final Set<String> OVER =
            Set.of(TrainingState.DONE.stored(), TrainingState.FAILED.stored(), TrainingState.CANCELLED.stored());

    static TrainingNow of(TrainingView view) {
        return new TrainingNow(
                view.id(),
                view.state(),
                view.attempt(),
                view.progress(),
                view.rounds() == null ? null : view.rounds().round(),
                view.worker(),
                view.adapter(),
                view.error());
    }

    /** Whether nothing more will be told of it. */
    @JsonIgnore
    boolean isOver() {
        return OVER.contains(state);
    }

    /** Names this very progress, so that a client that comes back can say what it saw last. */
    @JsonIgnore
    @Override
    public String eventId() {
        return "%s-%s-%d-%d".formatted(id, state, attempt, progress == null ? 0 : progress.step());
    }
}
