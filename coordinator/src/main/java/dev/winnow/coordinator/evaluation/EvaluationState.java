package dev.winnow.coordinator.evaluation;

import java.util.Locale;

/** Where an evaluation is. What moves it is an {@link EvaluationEvent}. */
enum EvaluationState {
    /** Some of its runs have not ended. */
    RUNNING,
    /** All its runs are scored. */
    DONE,
    /** All its runs have ended, some without a score. */
    FAILED,
    /** The user gave it up; runs that were scored before keep their score. */
    CANCELLED;

    /** The name in the database and the API. */
    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }
}
