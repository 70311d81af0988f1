package dev.winnow.coordinator.schedule;

import java.util.Locale;

/** What has become of a run. */
enum RunState {
    /** Somebody is to do it. */
    DUE,
    /** It has begun a training. */
    TRAINED,
    /** There was nothing to do. */
    SKIPPED,
    /** It could not be done. */
    FAILED;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
