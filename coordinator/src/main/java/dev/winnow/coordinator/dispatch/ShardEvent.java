package dev.winnow.coordinator.dispatch;

import static dev.winnow.coordinator.dispatch.ShardState.BEGUN;
import static dev.winnow.coordinator.dispatch.ShardState.CANCELLED;
import static dev.winnow.coordinator.dispatch.ShardState.DISPATCHED;
import static dev.winnow.coordinator.dispatch.ShardState.DONE;
import static dev.winnow.coordinator.dispatch.ShardState.PLANNED;

import java.util.Set;

/**
 * What can happen to a shard: from where, to where, and what it says about its items. This is the only table of allowed
 * changes; statements take their states from here.
 */
public enum ShardEvent {
    /** The dispatcher chose it. Marked before it is published: what is on the queue must be claimable at once. */
    DISPATCH(Set.of(PLANNED), DISPATCHED, Attempt.SAME, Evidence.NONE),
    /** A worker begins it: compare and set on shard and attempt. */
    CLAIM(Set.of(DISPATCHED), BEGUN, Attempt.SAME, Evidence.NONE),
    /** The broker lost the message. No blame: nobody had begun it. */
    FORGOTTEN(Set.of(DISPATCHED), PLANNED, Attempt.SAME, Evidence.NONE),
    /** Its job is paused. The delivery is still on the queue: the next attempt tells it apart. No blame. */
    RECALL(Set.of(DISPATCHED), PLANNED, Attempt.NEXT, Evidence.NONE),
    /** Its worker is alive and holds it. */
    HEARTBEAT(Set.of(BEGUN), BEGUN, Attempt.SAME, Evidence.NONE),
    /** Its worker gives the rest of it back: drain, or preemption with notice. */
    RETURN(Set.of(BEGUN), PLANNED, Attempt.NEXT, Evidence.NONE),
    /** Its lease ran out, or its worker came back as another incarnation. The rest is suspect. */
    LOSE(Set.of(BEGUN), PLANNED, Attempt.NEXT, Evidence.KEPT),
    /** Lost as a single item, alone, once too often: its item gets the error {@code worker_lost}. */
    CONVICT(Set.of(BEGUN), DONE, Attempt.SAME, Evidence.KEPT),
    /** Every item is recorded. Results of an older attempt may come while it waits to be run again. */
    FINISH(Set.of(PLANNED, DISPATCHED, BEGUN), DONE, Attempt.SAME, Evidence.NONE),
    /** The user cancelled the job. */
    CANCEL(Set.of(PLANNED, DISPATCHED, BEGUN), CANCELLED, Attempt.SAME, Evidence.NONE),
    /** The job's deadline has passed. */
    EXPIRE(Set.of(PLANNED, DISPATCHED, BEGUN), CANCELLED, Attempt.SAME, Evidence.NONE);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<ShardState> from;

    private final ShardState to;
    private final Attempt attempt;
    private final Evidence evidence;

    ShardEvent(Set<ShardState> from, ShardState to, Attempt attempt, Evidence evidence) {
        this.from = from;
        this.to = to;
        this.attempt = attempt;
        this.evidence = evidence;
    }

    /** Whether it may happen to a shard in that state. */
    public boolean allowedFrom(ShardState state) {
        return from.contains(state);
    }

    /** The state afterwards. */
    public ShardState to() {
        return to;
    }

    /** The states that it may happen in, as the parameter of a statement: {@code state = any(?)}. */
    public String[] fromStored() {
        return from.stream().map(ShardState::stored).sorted().toArray(String[]::new);
    }

    /** The state afterwards, as the parameter of a statement. */
    public String toStored() {
        return to.stored();
    }

    /** What to add to the attempt: news of the attempt before is told apart by it. */
    public int attemptStep() {
        return attempt == Attempt.NEXT ? 1 : 0;
    }

    /** Whether the items that were begun and not recorded are held against the shard. */
    public boolean blames() {
        return evidence == Evidence.KEPT;
    }

    private enum Attempt {
        SAME,
        NEXT
    }

    private enum Evidence {
        NONE,
        KEPT
    }
}
