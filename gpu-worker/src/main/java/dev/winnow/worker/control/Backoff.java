package dev.winnow.worker.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after failures in a row: doubling up to a ceiling, with jitter, so that a fleet which lost its
 * coordinator together does not come back together.
 *
 * @param first the wait after the first failure
 * @param most the longest wait
 */
public record Backoff(Duration first, Duration most) {
    private static final int DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "most (%s) must not be below first (%s), both positive".formatted(most, first));
        }
    }

    /** The wait after so many failures in a row, at least 1: between half of it and all of it, by chance. */
    public Duration after(int failures, RandomGenerator chance) {
        long whole = wholeAfter(failures).toMillis();
        return Duration.ofMillis(whole / 2 + chance.nextLong(whole - whole / 2 + 1));
    }

    /** The wait without jitter. */
    public Duration wholeAfter(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), DOUBLINGS);
        Duration doubled = first.multipliedBy(1L << doublings);
        return doubled.compareTo(most) < 0 ? doubled : most;
    }
}
