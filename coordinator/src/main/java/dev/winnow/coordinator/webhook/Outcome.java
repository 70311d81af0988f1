package dev.winnow.coordinator.webhook;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an attempt went. */
sealed interface Outcome {
    /** The receiver has the message. */
    record Delivered(int status) implements Outcome {}

    /** The receiver wants no more messages, ever: 410. */
    record Gone() implements Outcome {}

    /**
     * It did not work, and may work later.
     *
     * @param status null if there was no answer
     * @param retryAfter how long the receiver wants to be left alone
     */
    record Failed(@Nullable Integer status, String reason, Optional<Duration> retryAfter) implements Outcome {
        static Failed because(String reason) {
            return new Failed(null, reason, Optional.empty());
        }
    }
}
