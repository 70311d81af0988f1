package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * How long a download waits and how often it tries.
 *
 * @param attempts tries in a row without a new byte before it gives up
 * @param firstPause the pause after the first failure; it doubles with each further one
 * @param response the longest wait for a connection and for the head of an answer
 * @param stall the longest wait for the next byte of a body
 */
record Patience(int attempts, Duration firstPause, Duration response, Duration stall) {
    static final Patience USUAL =
            new Patience(5, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(60));

    Patience {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1, was " + attempts);
        }
        requireNonNull(firstPause, "firstPause");
        requireNonNull(response, "response");
        requireNonNull(stall, "stall");
    }

    /** Waits before the next try, after so many failures in a row. */
    void pause(int failures) throws InterruptedIOException {
        try {
            Thread.sleep(
                    firstPause.multipliedBy(1L << Math.min(failures - 1, 6)).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to try again");
        }
    }
}
