package dev.winnow.common.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortionTest {
    @Test
    void parts_of_all_rounds_are_every_step_once() {
        for (int[] each :
                new int[][] {{1, 5, 23}, {2, 5, 23}, {4, 3, 24}, {4, 100, 25}, {3, 1, 7}, {4, 2, 9}, {8, 2, 3}}) {
            assertEveryStepOnce(each[0], each[1], each[2]);
        }
    }

    private static void assertEveryStepOnce(int nodes, int localSteps, int all) {
        List<Integer> taken = new ArrayList<>();
        int rounds = new Portion(nodes, localSteps, 0, 0).rounds(all);
        for (int round = 0; round < rounds; round++) {
            int before = taken.size();
            for (int part = 0; part < nodes; part++) {
                Portion portion = new Portion(nodes, localSteps, round, part);
                assertThat(portion.steps(all)).isLessThanOrEqualTo(localSteps);
                IntStream.range(0, portion.steps(all)).mapToObj(portion::step).forEach(taken::add);
            }
            assertThat(taken.size()).as("a round has steps").isGreaterThan(before);
            assertThat(new Portion(nodes, localSteps, round, 0).doneAfter(all)).isEqualTo(taken.size());
        }
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, all).boxed().toList());
    }

    @Test
    void whole_training_is_one_part_of_one_round() {
        assertThat(Portion.WHOLE.rounds(1000)).isEqualTo(1);
        assertThat(Portion.WHOLE.steps(1000)).isEqualTo(1000);
        assertThat(Portion.WHOLE.step(77)).isEqualTo(77);
        assertThat(Portion.WHOLE.taken(77)).isEqualTo(77);
        assertThat(Portion.WHOLE.steady(1000)).isEqualTo(1000);
    }

    @Test
    void rate_falls_over_the_steps_that_each_worker_takes() {
        Portion third = new Portion(4, 5, 2, 1);
        assertThat(third.taken(0)).isEqualTo(10);
        assertThat(third.taken(4)).isEqualTo(14);
        assertThat(third.steady(60)).isEqualTo(15);
    }

    @Test
    void part_that_no_worker_is_cannot_be() {
        assertThatThrownBy(() -> new Portion(4, 5, 0, 4)).hasMessage("part must be from 0 to 3, was 4");
        assertThatThrownBy(() -> new Portion(0, 5, 0, 0)).hasMessageContaining("nodes");
    }
}
