package dev.winnow.coordinator.access;

import java.time.Duration;

/**
 * What a key has left of something.
 *
 * @param perMinute how much it gets in a minute, and has at the most
 * @param left below zero where more was taken than it had
 * @param given whether what was asked for was there
 */
record Budget(Kind kind, int perMinute, double left, boolean given) {
    private static final double SECONDS = 60;
    private static final double MILLIS = 1000;

    /** What there is a limit of. */
    enum Kind {
        REQUESTS,
        ITEMS;

        String stored() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** How long until there is so much. */
    Duration until(double wanted) {
        double seconds = Math.max(0, wanted - left) * SECONDS / perMinute;
        return Duration.ofMillis((long) Math.ceil(seconds * MILLIS));
    }

    /** How much of it is whole. */
    long whole() {
        return (long) Math.max(0, Math.floor(left));
    }
}
