package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingRatiosTest {
    private final TrainingRatios ratios = new TrainingRatios("");

    private void add(String name, double loss, int tokensPerSecond, int peak) throws IOException {
        LossCurve curve = new LossCurve(name);
        for (int step = 1; step <= 3; step++) {
            curve.add("{\"step\": %d, \"loss\": %s, \"tokens\": %d, \"seconds\": 1, \"processor_seconds\": %s}"
                    .formatted(step, loss, tokensPerSecond, name.startsWith("winnow") ? 1 : 2));
        }
        curve.add("{\"peak_memory_mib\": %d}".formatted(peak));
        ratios.add(Learner.parse(name), curve);
    }

    @Test
    void winnows_fastest_is_compared_to_the_first_of_pefts_and_losses_to_winnows_first() throws IOException {
        add("winnow-f32-f32", 2, 80, 1000);
        add("winnow-bf16-bf16", 2.5, 120, 600);
        add("peft-tuned-f32", 2.125, 40, 4800);
        add("peft-full-f32", 9, 10, 9000);

        assertThat(ratios.all())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "training_tokens_per_processor_second_winnow-f32-f32_vs_peft", 4.0,
                        "training_tokens_per_processor_second_winnow-bf16-bf16_vs_peft", 6.0,
                        "largest_difference_of_a_step's_loss_winnow-bf16-bf16", 0.5,
                        "largest_difference_of_a_step's_loss_peft-tuned-f32", 0.125,
                        "training_tokens_per_second_winnow-f32-f32_vs_peft", 2.0,
                        "training_tokens_per_second_winnow-bf16-bf16_vs_peft", 3.0,
                        "training_tokens_per_second_vs_peft", 3.0,
                        "training_peak_memory_of_peft_to_winnow", 8.0));
    }

    @Test
    void alone_it_is_compared_to_nothing() throws IOException {
        add("winnow-f32-f32", 2, 80, 1000);
        assertThat(ratios.all()).isEmpty();
    }
}
