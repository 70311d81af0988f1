package dev.winnow.common.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.TrainingAttempt;

/**
 * A worker gives a training up for good: another one would fail alike.
 *
 * @param attempt which
 * @param code what programs read
 * @param message what is wrong, and what to do about it
 */
public record TrainingEnd(TrainingAttempt attempt, String code, String message) {
    public TrainingEnd {
        requireNonNull(attempt, "attempt");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }
}
