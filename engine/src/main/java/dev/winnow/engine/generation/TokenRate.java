package dev.winnow.engine.generation;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** Tokens a second over the last ten seconds. Thread-safe. */
final class TokenRate {
    private static final int SECONDS = 10;

    private final long[] counts = new long[SECONDS];
    private final long[] seconds = new long[SECONDS];

    TokenRate() {
        Arrays.fill(seconds, Long.MIN_VALUE);
    }

    synchronized void add(int tokens, long nanos) {
        long second = TimeUnit.NANOSECONDS.toSeconds(nanos);
        int bucket = Math.floorMod(second, SECONDS);
        if (seconds[bucket] != second) {
            seconds[bucket] = second;
            counts[bucket] = 0;
        }
        counts[bucket] += tokens;
    }

    synchronized double perSecond(long nanos) {
        long oldest = TimeUnit.NANOSECONDS.toSeconds(nanos) - SECONDS + 1;
        long total = 0;
        for (int bucket = 0; bucket < SECONDS; bucket++) {
            total += seconds[bucket] >= oldest ? counts[bucket] : 0;
        }
        return (double) total / SECONDS;
    }
}
