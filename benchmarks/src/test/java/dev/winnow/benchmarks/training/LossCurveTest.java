package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LossCurveTest {
    private final LossCurve curve = new LossCurve("tested");

    private void steps(double... losses) throws IOException {
        for (int i = 0; i < losses.length; i++) {
            curve.add("{\"step\": %d, \"loss\": %s, \"tokens\": 100, \"seconds\": %s, \"processor_seconds\": 0.8}"
                    .formatted(i + 1, losses[i], i < 2 ? 50 : 0.5));
        }
    }

    @Test
    void speed_is_that_of_the_steps_behind_the_first_two() throws IOException {
        steps(3, 2, 1, 1);
        assertThat(curve.tokensPerSecond()).isCloseTo(200, within(1e-9));
        assertThat(curve.tokensPerProcessorSecond()).isCloseTo(125, within(1e-9));
    }

    @Test
    void last_loss_is_the_mean_of_five_steps_or_of_those_there_are() throws IOException {
        steps(9, 9);
        assertThat(curve.lastLoss()).isEqualTo(9);
        steps(1, 2, 3, 4, 5);
        assertThat(curve.lastLoss()).isEqualTo(3);
    }

    @Test
    void what_libraries_say_is_no_step_and_the_end_has_figures() throws IOException {
        curve.add("UserWarning: something is deprecated");
        steps(2);
        curve.add("{\"peak_memory_mib\": 1234, \"held_out_loss\": 0.25}");
        assertThat(curve.losses()).containsExactly(2.0);
        assertThat(curve.peakMebibytes()).isEqualTo(1234);
        assertThat(curve.figures().get("held_out_loss")).hasToString("0.25");
    }

    @Test
    void curves_are_apart_by_the_step_at_which_they_differ_most() throws IOException {
        LossCurve other = new LossCurve("other");
        other.add("{\"step\": 1, \"loss\": 2.5}");
        other.add("{\"step\": 2, \"loss\": 1.0}");
        steps(2, 1.25, 7);
        assertThat(curve.apart(other)).isEqualTo(0.5);
    }
}
