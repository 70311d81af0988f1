package dev.winnow.coordinator.training;

import static dev.winnow.coordinator.training.TrainingState.BROUGHT;
import static dev.winnow.coordinator.training.TrainingState.CANCELLED;
import static dev.winnow.coordinator.training.TrainingState.DISPATCHED;
import static dev.winnow.coordinator.training.TrainingState.DONE;
import static dev.winnow.coordinator.training.TrainingState.FAILED;
import static dev.winnow.coordinator.training.TrainingState.LEFT_OUT;
import static dev.winnow.coordinator.training.TrainingState.QUEUED;
import static dev.winnow.coordinator.training.TrainingState.RUNNING;

import java.util.Set;

/**
 * What can happen to a training: from where, to where, and whether another attempt begins. This is the only table of
 * allowed changes; statements take their states from here.
 */
enum TrainingEvent {
    /** Its message goes to the broker, perhaps. */
    DISPATCH(Set.of(QUEUED), DISPATCHED, false),
    /** Nobody claimed it, and the broker has it no more. */
    FORGOTTEN(Set.of(DISPATCHED), QUEUED, false),
    /** A worker begins. */
    CLAIM(Set.of(DISPATCHED), RUNNING, false),
    /** Its worker is gone, or its lease ran out. */
    LOSE(Set.of(RUNNING), QUEUED, true),
    /** Lost so often without a new checkpoint that it is likely to be its doing. */
    LOSE_FOR_GOOD(Set.of(RUNNING), FAILED, false),
    /** Its worker was told to stop, and hands it back. */
    RETURN(Set.of(RUNNING), QUEUED, true),
    /** Its worker says that nobody can do it. */
    FAIL(Set.of(RUNNING), FAILED, false),
    /** Its adapter is stored; of a training across nodes: that of the last round. */
    FINISH(Set.of(RUNNING), DONE, false),
    /** Its rounds begin, or go on: it is across nodes, and only its pieces are handed out. */
    BEGIN_ROUNDS(Set.of(QUEUED), RUNNING, false),
    /** A piece's adapter has come. */
    BRING(Set.of(RUNNING), BROUGHT, false),
    /** A piece came to nothing through its node: another one is to do it. */
    REFUSE(Set.of(RUNNING), QUEUED, true),
    /** What a part has brought cannot be averaged with the others: another node is to do it. */
    SPOIL(Set.of(BROUGHT), QUEUED, true),
    /** A part is lost, and its round goes on without it. */
    LEAVE_OUT(Set.of(RUNNING, BROUGHT), LEFT_OUT, false),
    /** A piece came to nothing so often that it is likely to be its doing. */
    GIVE_UP(Set.of(RUNNING, BROUGHT), FAILED, false),
    /** Of all parts of a round nothing is left: one must come. */
    REDO(Set.of(LEFT_OUT), QUEUED, true),
    /** All parts of a round were lost again and again, so it is likely to be their doing. */
    LOSE_ALL(Set.of(LEFT_OUT), FAILED, false),
    /** The user gives it up; of a piece: its training has ended. */
    CANCEL(Set.of(QUEUED, DISPATCHED, RUNNING), CANCELLED, false),
    /** The user wants it to go on from its last checkpoint. */
    RESUME(Set.of(CANCELLED, FAILED), QUEUED, true);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<TrainingState> from;

    private final TrainingState to;
    private final boolean anotherAttempt;

    TrainingEvent(Set<TrainingState> from, TrainingState to, boolean anotherAttempt) {
        this.from = from;
        this.to = to;
        this.anotherAttempt = anotherAttempt;
    }

    /** The states that it may happen in. */
    Set<TrainingState> from() {
        return from;
    }

    /** The state afterwards. */
    TrainingState to() {
        return to;
    }

    /** By how much the attempt grows: what an older one says is refused then. */
    int attempts() {
        return anotherAttempt ? 1 : 0;
    }

    /** The states that it may happen in, as the parameter of a statement: {@code state = any(?)}. */
    String[] fromStored() {
        return from.stream().map(TrainingState::stored).sorted().toArray(String[]::new);
    }

    /** The state afterwards, as the parameter of a statement. */
    String toStored() {
        return to.stored();
    }
}
