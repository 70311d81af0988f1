package dev.winnow.coordinator.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.job.JobState;
import java.util.UUID;

/**
 * How far a job is. Counts are exact.
 *
 * @param tenant whose it is; not told
 * @param state as in the job's view
 * @param items how many there are
 * @param succeeded how many have an output
 * @param failed how many have an error
 */
record JobProgress(UUID id, @JsonIgnore String tenant, String state, int items, int succeeded, int failed)
        implements Streamed {

    /** Whether nothing more will be told of it. */
    @JsonIgnore
    boolean isOver() {
        return !JobEvent.FINISH.allowedFrom(JobState.of(state));
    }

    /** Names this very progress, so that a client that comes back can say what it saw last. */
    @JsonIgnore
    @Override
    public String eventId() {
        return "%s-%s-%d-%d".formatted(id, state, succeeded, failed);
    }
}
