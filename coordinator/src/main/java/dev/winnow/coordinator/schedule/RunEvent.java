package dev.winnow.coordinator.schedule;

import static dev.winnow.coordinator.schedule.RunState.DUE;
import static dev.winnow.coordinator.schedule.RunState.EVALUATING;
import static dev.winnow.coordinator.schedule.RunState.FAILED;
import static dev.winnow.coordinator.schedule.RunState.KEPT;
import static dev.winnow.coordinator.schedule.RunState.PROMOTED;
import static dev.winnow.coordinator.schedule.RunState.SKIPPED;
import static dev.winnow.coordinator.schedule.RunState.TRAINED;
import static dev.winnow.coordinator.schedule.RunState.TRAINING;
import static dev.winnow.coordinator.schedule.RunState.WAITING;

import java.util.Set;

/**
 * What can happen to a run: from where, to where. This is the only table of allowed changes; statements take their
 * states from here.
 */
enum RunEvent {
    /** There was nothing to do. */
    SKIP(Set.of(DUE), SKIPPED),
    /** It has begun a training, and nobody judges what comes out. */
    TRAIN(Set.of(DUE), TRAINED),
    /** It has begun a training that is judged when it has ended. */
    TRAIN_TO_JUDGE(Set.of(DUE), TRAINING),
    /** The training is done, and its adapter is evaluated beside the champion. */
    EVALUATE(Set.of(TRAINING), EVALUATING),
    /** Another champion has come meanwhile: it is to be evaluated beside that one. */
    EVALUATE_AGAIN(Set.of(EVALUATING), TRAINING),
    /** The candidate has taken the champion's place. */
    PROMOTE(Set.of(EVALUATING), PROMOTED),
    /** A person decides. */
    ASK(Set.of(EVALUATING), WAITING),
    /** The champion stays. From {@code TRAINING} where the candidate is the champion itself. */
    KEEP(Set.of(TRAINING, EVALUATING), KEPT),
    /** A person has let the gate's alias stand for the candidate. */
    DECIDE_PROMOTE(Set.of(WAITING), PROMOTED),
    /** The champion stays: a person says so, or the candidate can take its place no more. */
    DECIDE_KEEP(Set.of(WAITING), KEPT),
    /** It could not be done; the champion stays. */
    FAIL(Set.of(DUE, TRAINING, EVALUATING), FAILED);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<RunState> from;

    private final RunState to;

    RunEvent(Set<RunState> from, RunState to) {
        this.from = from;
        this.to = to;
    }

    /** The states that it may happen in, as they are stored. */
    String[] fromStored() {
        return from.stream().map(RunState::stored).sorted().toArray(String[]::new);
    }

    /** The state afterwards, as it is stored. */
    String toStored() {
        return to.stored();
    }
}
