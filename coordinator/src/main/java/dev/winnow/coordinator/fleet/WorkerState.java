package dev.winnow.coordinator.fleet;

import java.util.Locale;

/** Whether a worker takes work. */
public enum WorkerState {
    /** It takes work. */
    LIVE,
    /** It finishes or returns what it holds. */
    DRAINING,
    /** It has signed off, or another life of it has begun. */
    GONE;

    /** The name in the database and the API. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
