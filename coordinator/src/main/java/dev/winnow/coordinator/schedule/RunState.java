package dev.winnow.coordinator.schedule;

import java.util.Locale;

/** What has become of a run. What moves it is a {@link RunEvent}. */
enum RunState {
    /** Somebody is to do it. */
    DUE,
    /** It has begun a training, and waits for its end to judge what comes out. */
    TRAINING,
    /** Candidate and champion are evaluated on the same rows. */
    EVALUATING,
    /** It has begun a training, and its schedule has no gate. */
    TRAINED,
    /** What came out has taken the champion's place. */
    PROMOTED,
    /** What came out waits for a person, who promotes it or keeps the champion. */
    WAITING,
    /** The champion stays. */
    KEPT,
    /** There was nothing to do. */
    SKIPPED,
    /** It could not be done. */
    FAILED;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
