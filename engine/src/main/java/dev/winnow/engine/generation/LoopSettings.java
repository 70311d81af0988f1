package dev.winnow.engine.generation;

import static java.util.Objects.requireNonNull;

import java.util.function.LongSupplier;

/**
 * How a loop is run.
 *
 * @param mostWaiting requests that may wait; more are refused as busy
 * @param nanos a clock that never goes back, in nanoseconds
 */
public record LoopSettings(int mostWaiting, LongSupplier nanos) {
    /** A short line, since the requests of a worker wait in its queue, not here. */
    public static final LoopSettings DEFAULT = new LoopSettings(256, new AwakeNanos(System::nanoTime));

    public LoopSettings {
        requireNonNull(nanos, "nanos");
        if (mostWaiting < 1) {
            throw new IllegalArgumentException("mostWaiting must be at least 1, was " + mostWaiting);
        }
    }
}
