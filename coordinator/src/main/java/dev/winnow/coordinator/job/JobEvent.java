package dev.winnow.coordinator.job;

import static dev.winnow.coordinator.job.JobState.CANCELLED;
import static dev.winnow.coordinator.job.JobState.DELETING;
import static dev.winnow.coordinator.job.JobState.DONE;
import static dev.winnow.coordinator.job.JobState.EXPIRING;
import static dev.winnow.coordinator.job.JobState.PAUSED;
import static dev.winnow.coordinator.job.JobState.QUEUED;
import static dev.winnow.coordinator.job.JobState.RUNNING;

import java.util.Set;

/**
 * What can happen to a job: from where, to where. This is the only table of allowed changes; statements take their
 * states from here.
 */
public enum JobEvent {
    /** A worker begins its first shard. */
    BEGIN(Set.of(QUEUED), RUNNING),
    /** The user holds it up. */
    PAUSE(Set.of(QUEUED, RUNNING), PAUSED),
    /** The user lets it go on, after a worker had begun with it. */
    RESUME(Set.of(PAUSED), RUNNING),
    /** The user lets it go on, and no worker had begun with it. */
    RESUME_UNBEGUN(Set.of(PAUSED), QUEUED),
    /** Its deadline has passed, whether it runs, waits or is held up. */
    EXPIRE(Set.of(QUEUED, RUNNING, PAUSED), EXPIRING),
    /** Every item is recorded: also of what had been begun before a pause, and of what no worker could ever begin. */
    FINISH(Set.of(QUEUED, RUNNING, PAUSED, EXPIRING), DONE),
    /** The user wants its failed items tried again: the next epoch begins. */
    RETRY(Set.of(DONE), RUNNING),
    /** The user gives it up. */
    CANCEL(Set.of(QUEUED, RUNNING, PAUSED, EXPIRING), CANCELLED),
    /** Its user gives it up for good, or it has been kept for as long as is wanted. */
    DELETE(Set.of(DONE, CANCELLED), DELETING);

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of alone
    private final Set<JobState> from;

    private final JobState to;

    JobEvent(Set<JobState> from, JobState to) {
        this.from = from;
        this.to = to;
    }

    /** Whether it may happen to a job in that state. */
    public boolean allowedFrom(JobState state) {
        return from.contains(state);
    }

    /** The state afterwards. */
    public JobState to() {
        return to;
    }

    /** The states that it may happen in, as the parameter of a statement: {@code state = any(?)}. */
    public String[] fromStored() {
        return from.stream().map(JobState::stored).sorted().toArray(String[]::new);
    }

    /** The state afterwards, as the parameter of a statement. */
    public String toStored() {
        return to.stored();
    }
}
