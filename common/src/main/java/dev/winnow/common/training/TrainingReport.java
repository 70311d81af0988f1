package dev.winnow.common.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.TrainingAttempt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A worker goes on with a training that it has claimed.
 *
 * @param attempt which
 * @param progress where it is; null while it is being prepared
 * @param losses of steps that were done since the last report that was heard
 */
public record TrainingReport(
        TrainingAttempt attempt, @Nullable TrainingProgress progress, List<StepLoss> losses) {
    public TrainingReport {
        requireNonNull(attempt, "attempt");
        losses = List.copyOf(losses);
    }

    /**
     * A point of the curve.
     *
     * @param step from 0, which is before the first
     * @param loss of the step's rows; null at step 0
     * @param evaluation of the held-out rows after it, where it was asked
     */
    public record StepLoss(
            int step, @Nullable Double loss, @Nullable Double evaluation) {}

    /** Whether the worker is to go on: the training is still its own. */
    public record Reply(boolean goOn) {}
}
