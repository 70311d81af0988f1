package dev.winnow.coordinator.job;

import static dev.winnow.coordinator.job.JobEvent.BEGIN;
import static dev.winnow.coordinator.job.JobEvent.CANCEL;
import static dev.winnow.coordinator.job.JobEvent.DELETE;
import static dev.winnow.coordinator.job.JobEvent.EXPIRE;
import static dev.winnow.coordinator.job.JobEvent.FINISH;
import static dev.winnow.coordinator.job.JobEvent.PAUSE;
import static dev.winnow.coordinator.job.JobEvent.RESUME;
import static dev.winnow.coordinator.job.JobEvent.RESUME_UNBEGUN;
import static dev.winnow.coordinator.job.JobEvent.RETRY;
import static dev.winnow.coordinator.job.JobState.CANCELLED;
import static dev.winnow.coordinator.job.JobState.DELETING;
import static dev.winnow.coordinator.job.JobState.DONE;
import static dev.winnow.coordinator.job.JobState.EXPIRING;
import static dev.winnow.coordinator.job.JobState.PAUSED;
import static dev.winnow.coordinator.job.JobState.QUEUED;
import static dev.winnow.coordinator.job.JobState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JobEventTest {
    // Written out a second time on purpose: whoever changes the table must mean it.
    private static final Map<JobState, Set<JobEvent>> ALLOWED = Map.of(
            QUEUED, EnumSet.of(BEGIN, PAUSE, EXPIRE, FINISH, CANCEL),
            RUNNING, EnumSet.of(PAUSE, EXPIRE, FINISH, CANCEL),
            PAUSED, EnumSet.of(RESUME, RESUME_UNBEGUN, EXPIRE, FINISH, CANCEL),
            EXPIRING, EnumSet.of(FINISH, CANCEL),
            DONE, EnumSet.of(RETRY, DELETE),
            CANCELLED, EnumSet.of(DELETE),
            DELETING, EnumSet.noneOf(JobEvent.class));

    static Stream<Arguments> every_state_with_every_event() {
        return Stream.of(JobState.values())
                .flatMap(state -> Stream.of(JobEvent.values()).map(event -> Arguments.of(state, event)));
    }

    @ParameterizedTest
    @MethodSource("every_state_with_every_event")
    void an_event_is_allowed_in_the_states_of_the_table_and_in_no_other(JobState state, JobEvent event) {
        assertThat(event.allowedFrom(state))
                .isEqualTo(ALLOWED.getOrDefault(state, Set.of()).contains(event));
    }

    @Test
    void events_lead_where_the_table_says() {
        assertThat(Stream.of(JobEvent.values()).map(JobEvent::to))
                .containsExactly(RUNNING, PAUSED, RUNNING, QUEUED, EXPIRING, DONE, RUNNING, CANCELLED, DELETING);
    }

    @Test
    void every_state_is_stored_by_its_name_and_read_back() {
        assertThat(Stream.of(JobState.values()).map(state -> JobState.of(state.stored())))
                .containsExactly(JobState.values());
    }
}
