package dev.winnow.coordinator.evaluation;

import static dev.winnow.coordinator.evaluation.RunState.CANCELLED;
import static dev.winnow.coordinator.evaluation.RunState.FAILED;
import static dev.winnow.coordinator.evaluation.RunState.PLANNED;
import static dev.winnow.coordinator.evaluation.RunState.SCORED;
import static dev.winnow.coordinator.evaluation.RunState.SUBMITTED;

import java.util.Set;

/**
 * What can happen to a run: from where, to where. This is the only table of allowed changes; statements take their
 * states from here.
 */
enum RunEvent {
    /** Its job is known. */
    SUBMIT(Set.of(PLANNED), SUBMITTED),
    /** Its job is done, and its rows are scored. */
    SCORE(Set.of(SUBMITTED), SCORED),
    /** Its job is refused, cancelled or deleted. */
    FAIL(Set.of(PLANNED, SUBMITTED), FAILED),
    /** The user gives its evaluation up. */
    CANCEL(Set.of(PLANNED, SUBMITTED), CANCELLED);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<RunState> from;

    private final RunState to;

    RunEvent(Set<RunState> from, RunState to) {
        this.from = from;
        this.to = to;
    }

    /** The states that it may happen in. */
    Set<RunState> from() {
        return from;
    }

    /** The state afterwards. */
    RunState to() {
        return to;
    }

    /** The states that it may happen in, as the parameter of a statement: {@code state = any(?)}. */
    String[] fromStored() {
        return from.stream().map(RunState::stored).sorted().toArray(String[]::new);
    }

    /** The state afterwards, as the parameter of a statement. */
    String toStored() {
        return to.stored();
    }
}
