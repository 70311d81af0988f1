package dev.winnow.worker.shard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How long this process has been running, without the times when it could not: suspended, on a machine that slept, or
 * without a processor. Somebody calls {@link #tick} every second; of what lies between two ticks no more counts than a
 * late tick explains. An item's time limit is measured by it: it is no item's fault that its process stood still.
 * Guarded by whoever has it.
 */
public final class AwakeTime {
    private static final Duration MOST_BETWEEN_TICKS = Duration.ofSeconds(2);

    private final Clock clock;
    private Duration counted = Duration.ZERO;
    private Instant lastTick;

    /** Begins to count now. */
    public AwakeTime(Clock clock) {
        this.clock = clock;
        this.lastTick = clock.instant();
    }

    /** The process runs. */
    public void tick() {
        counted = now();
        lastTick = clock.instant();
    }

    /** The time so far. */
    public Duration now() {
        Duration since = Duration.between(lastTick, clock.instant());
        if (since.isNegative()) {
            return counted;
        }
        return counted.plus(since.compareTo(MOST_BETWEEN_TICKS) < 0 ? since : MOST_BETWEEN_TICKS);
    }
}
