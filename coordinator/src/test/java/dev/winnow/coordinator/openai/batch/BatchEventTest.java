package dev.winnow.coordinator.openai.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchEventTest {
    @Test
    void every_state_but_the_first_is_reached_and_every_end_is_one_that_clients_know() {
        for (BatchState state : BatchState.values()) {
            boolean reached = Arrays.stream(BatchEvent.values()).anyMatch(event -> event.to() == state);
            assertThat(reached).as("%s", state).isEqualTo(state != BatchState.VALIDATING);
        }
        assertThat(Arrays.stream(BatchState.values()).filter(BatchState::over))
                .containsExactlyInAnyOrder(
                        BatchState.COMPLETED, BatchState.FAILED, BatchState.EXPIRED, BatchState.CANCELLED);
    }

    @Test
    void clients_see_no_state_that_openai_does_not_have() {
        assertThat(Arrays.stream(BatchState.values()).map(BatchState::status).distinct())
                .containsExactlyInAnyOrderElementsOf(List.of(
                        "validating",
                        "in_progress",
                        "finalizing",
                        "completed",
                        "failed",
                        "expired",
                        "cancelling",
                        "cancelled"));
    }

    @Test
    void nothing_that_is_written_is_given_up() {
        assertThat(BatchEvent.CANCEL.from()).doesNotContain(BatchState.FINALIZING, BatchState.COMPLETED);
    }
}
