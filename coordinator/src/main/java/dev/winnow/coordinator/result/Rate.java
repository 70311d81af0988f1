package dev.winnow.coordinator.result;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many items a second a job finishes, as a mean that forgets: each item counts less by half about every twenty
 * seconds.
 *
 * @param itemsPerSecond the mean as of {@code at}, not yet corrected for a short history
 * @param at when it was last updated; null before the first item
 */
public record Rate(double itemsPerSecond, @Nullable Instant at) {
    private static final double WINDOW_SECONDS = 30;

    /** Adds items that ended now. */
    public Rate plus(int items, Instant now) {
        return new Rate(itemsPerSecond * decay(at, now) + items / WINDOW_SECONDS, now);
    }

    /** The rate now of a job that started then; a young job's is corrected for the time that it had. */
    public double now(Instant started, Instant now) {
        double history = 1 - decay(started, now);
        return history <= 0 ? 0 : itemsPerSecond * decay(at, now) / history;
    }

    private static double decay(@Nullable Instant since, Instant now) {
        if (since == null) {
            return 0;
        }
        return Math.exp(-Math.max(0, Duration.between(since, now).toMillis()) / 1000.0 / WINDOW_SECONDS);
    }
}
