package dev.winnow.coordinator.training;

import static dev.winnow.coordinator.training.TrainingState.BROUGHT;
import static dev.winnow.coordinator.training.TrainingState.CANCELLED;
import static dev.winnow.coordinator.training.TrainingState.DISPATCHED;
import static dev.winnow.coordinator.training.TrainingState.DONE;
import static dev.winnow.coordinator.training.TrainingState.FAILED;
import static dev.winnow.coordinator.training.TrainingState.LEFT_OUT;
import static dev.winnow.coordinator.training.TrainingState.QUEUED;
import static dev.winnow.coordinator.training.TrainingState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class TrainingEventTest {
    @Test
    void what_is_done_stays_done() {
        assertThat(TrainingEvent.values()).noneMatch(event -> event.from().contains(DONE));
    }

    @Test
    void only_a_claim_or_rounds_make_a_training_run_and_only_an_adapter_ends_it_well() {
        for (TrainingEvent event : TrainingEvent.values()) {
            assertThat(event.to() == RUNNING)
                    .as(event.name())
                    .isEqualTo(event == TrainingEvent.CLAIM || event == TrainingEvent.BEGIN_ROUNDS);
            assertThat(event.to() == DONE).as(event.name()).isEqualTo(event == TrainingEvent.FINISH);
        }
    }

    @Test
    void whoever_had_a_training_that_waits_again_is_of_an_older_attempt() {
        for (TrainingEvent event : TrainingEvent.values()) {
            boolean leavesAHolder =
                    event.from().stream().anyMatch(EnumSet.of(RUNNING, CANCELLED, FAILED, BROUGHT, LEFT_OUT)::contains);
            if (event.to() == QUEUED) {
                assertThat(event.attempts()).as(event.name()).isEqualTo(leavesAHolder ? 1 : 0);
            }
        }
    }

    @Test
    void states_are_stored_by_their_names() {
        assertThat(TrainingEvent.CANCEL.fromStored()).containsExactly("dispatched", "queued", "running");
        assertThat(TrainingEvent.FORGOTTEN.from()).containsExactly(DISPATCHED);
    }
}
