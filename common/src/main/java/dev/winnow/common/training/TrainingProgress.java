package dev.winnow.common.training;

import org.jspecify.annotations.Nullable;

/**
 * Where a training is.
 *
 * @param step steps that are done
 * @param steps how many there are
 * @param loss of the last step, in nats for each token that is learned; null before the first
 * @param evaluation loss of the held-out rows when it was last asked; null where there are none
 * @param tokensPerSecond of the last steps
 * @param etaSeconds until the last step is done; null before the first
 */
public record TrainingProgress(
        int step,
        int steps,
        @Nullable Double loss,
        @Nullable Double evaluation,
        double tokensPerSecond,
        @Nullable Double etaSeconds) {
    public TrainingProgress {
        if (step < 0 || steps < step) {
            throw new IllegalArgumentException("step must be from 0 to steps (%d), was %d".formatted(steps, step));
        }
    }
}
