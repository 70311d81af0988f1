package dev.winnow.common.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.TrainingAttempt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A worker gives a training up: another one would fail alike, or, where it is a piece of a training that several
 * workers do, may do better.
 *
 * @param attempt which
 * @param code what programs read
 * @param message what is wrong, and what to do about it
 * @param culprit the piece whose adapter cannot be averaged with the others, where that is the reason
 */
public record TrainingEnd(
        TrainingAttempt attempt,
        String code,
        String message,
        @Nullable UUID culprit) {
    public TrainingEnd {
        requireNonNull(attempt, "attempt");
        requireNonNull(code, "code");
        requireNonNull(message, "message");
    }

    /** One that is no other piece's doing. */
    public TrainingEnd(TrainingAttempt attempt, String code, String message) {
        this(attempt, code, message, null);
    }
}
