package dev.winnow.coordinator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EvaluationEventTest {
    private static final Set<RunState> OVER = EnumSet.of(RunState.SCORED, RunState.FAILED, RunState.CANCELLED);

    @Test
    void what_is_over_stays_so() {
        for (RunEvent event : RunEvent.values()) {
            assertThat(event.from()).as(event.name()).doesNotContainAnyElementsOf(OVER);
        }
        assertThat(Stream.of(EvaluationEvent.values()).map(EvaluationEvent::from))
                .containsOnly(EvaluationState.RUNNING);
    }

    @Test
    void only_a_job_that_is_known_is_scored_and_every_state_but_the_first_has_a_way_to_it() {
        assertThat(RunEvent.SCORE.from()).containsExactly(RunState.SUBMITTED);
        assertThat(Stream.of(RunEvent.values()).map(RunEvent::to).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(RunState.PLANNED)));
        assertThat(Stream.of(EvaluationEvent.values()).map(EvaluationEvent::to).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(EvaluationState.RUNNING)));
    }

    @Test
    void what_is_not_over_can_be_cancelled() {
        assertThat(RunEvent.CANCEL.from())
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(OVER)));
        assertThat(RunEvent.CANCEL.fromStored()).containsExactly("planned", "submitted");
    }
}
