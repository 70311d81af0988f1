package dev.winnow.coordinator.result;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many items ended lately, and how many of them with an error. Each counts less with time, by half every
 * {@link #HALF_LIFE}: so two numbers tell what a list of all times would.
 *
 * @param ended as of {@code at}
 * @param failed of them, as of {@code at}
 * @param at when they were last updated; null before the first item
 */
public record Lately(double ended, double failed, @Nullable Instant at) {
    /** After this time an item counts half. */
    public static final Duration HALF_LIFE = Duration.ofMinutes(5);

    /** After this time it is left out: of a million items then less than one tenth would count. */
    public static final Duration FORGOTTEN = HALF_LIFE.multipliedBy(24);

    /** None. */
    public static final Lately NOTHING = new Lately(0, 0, null);

    /** Adds items that ended now. */
    public Lately plus(int items, int errors, Instant now) {
        Lately aged = as(now);
        return new Lately(aged.ended + items, aged.failed + errors, now);
    }

    /** The same later. */
    public Lately as(Instant now) {
        double share = share(now);
        return new Lately(ended * share, failed * share, now);
    }

    /** Both together, as of then. */
    public Lately and(Lately other, Instant now) {
        Lately mine = as(now);
        Lately others = other.as(now);
        return new Lately(mine.ended + others.ended, mine.failed + others.failed, now);
    }

    private double share(Instant now) {
        if (at == null) {
            return 0;
        }
        double halves = Math.max(0, Duration.between(at, now).toMillis()) / (double) HALF_LIFE.toMillis();
        return Math.pow(0.5, halves);
    }
}
