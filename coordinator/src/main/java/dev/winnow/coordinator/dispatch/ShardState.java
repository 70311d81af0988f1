package dev.winnow.coordinator.dispatch;

import java.util.Locale;

/** Where a shard is. What moves it is a {@link ShardEvent}. */
public enum ShardState {
    /** In the database only, waiting for its turn. */
    PLANNED,
    /** On its pool's queue, or perhaps so; nobody has begun it. */
    DISPATCHED,
    /** A worker holds it by a lease. */
    BEGUN,
    /** Every item has a result or an error. */
    DONE,
    /** Its job was cancelled; late results are still recorded. */
    CANCELLED;

    /** The name in the database and the API. */
    public String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of that name. */
    public static ShardState of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
