package dev.winnow.coordinator.evaluation;

import static dev.winnow.coordinator.evaluation.EvaluationState.CANCELLED;
import static dev.winnow.coordinator.evaluation.EvaluationState.DONE;
import static dev.winnow.coordinator.evaluation.EvaluationState.FAILED;
import static dev.winnow.coordinator.evaluation.EvaluationState.RUNNING;

/**
 * What can happen to an evaluation: from where, to where. This is the only table of allowed changes; statements take
 * their states from here.
 */
enum EvaluationEvent {
    /** The last of its runs is scored, as all others are. */
    FINISH(RUNNING, DONE),
    /** The last of its runs has ended, and some have no score. */
    FINISH_IN_PART(RUNNING, FAILED),
    /** The user gives it up. */
    CANCEL(RUNNING, CANCELLED);

    private final EvaluationState from;
    private final EvaluationState to;

    EvaluationEvent(EvaluationState from, EvaluationState to) {
        this.from = from;
        this.to = to;
    }

    /** The state that it may happen in. */
    EvaluationState from() {
        return from;
    }

    /** The state afterwards. */
    EvaluationState to() {
        return to;
    }
}
