package dev.winnow.coordinator.evaluation;

import java.util.Locale;

/** Where a run is. What moves it is a {@link RunEvent}. */
enum RunState {
    /** Its job is still to be submitted, or nobody knows yet that it is. */
    PLANNED,
    /** Its job is there. */
    SUBMITTED,
    /** Its job's results are scored. */
    SCORED,
    /** It has no score, and never will. */
    FAILED,
    /** Its evaluation was given up before. */
    CANCELLED;

    /** The name in the database and the API. */
    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
