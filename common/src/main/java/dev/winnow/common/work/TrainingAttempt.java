package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * One try at one training. Whatever happens to a training is said of an attempt, so that news of an older one can be
 * told apart and refused.
 *
 * @param training which
 * @param attempt counts from 1; grows each time the training was begun and came back unfinished
 */
public record TrainingAttempt(UUID training, int attempt) {
    public TrainingAttempt {
        requireNonNull(training, "training");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
        }
    }
}
