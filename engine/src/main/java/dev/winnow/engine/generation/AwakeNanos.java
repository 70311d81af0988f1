package dev.winnow.engine.generation;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Nanoseconds in which this process could run. The loop asks at every step; of what lies between two questions no more
 * counts than a slow step explains, so that a process that was suspended, or a machine that slept, does not end rows
 * that never had their time. Thread-safe.
 */
public final class AwakeNanos implements LongSupplier {
    private static final long MOST = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier clock;
    private long last;
    private long counted;

    /** Takes a clock that never goes back. */
    public AwakeNanos(LongSupplier clock) {
        this.clock = clock;
        this.last = clock.getAsLong();
    }

    @Override
    public synchronized long getAsLong() {
        long now = clock.getAsLong();
        counted += Math.min(now - last, MOST);
        last = now;
        return counted;
    }
}
