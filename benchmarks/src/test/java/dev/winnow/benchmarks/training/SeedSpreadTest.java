package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SeedSpreadTest {
    private final SeedSpread spread = new SeedSpread();

    @Test
    void figures_of_quality_have_mean_deviation_and_bounds_for_each_system() {
        spread.add("one", Map.of("free_all_right", 20, "held_out_loss", 0.5, "tokens_per_second", 80));
        spread.add("two", Map.of("free_all_right", 10));
        spread.add("one", Map.of("free_all_right", 24, "held_out_loss", 0.25, "tokens_per_second", 90));

        assertThat(spread.bySystem())
                .containsOnly(
                        Map.entry(
                                "one",
                                Map.of(
                                        "free_all_right",
                                        new SeedSpread.Spread(22, 2.8284, 20, 24, 2),
                                        "held_out_loss",
                                        new SeedSpread.Spread(0.375, 0.1768, 0.25, 0.5, 2))),
                        Map.entry("two", Map.of("free_all_right", new SeedSpread.Spread(10, 0, 10, 10, 1))));
    }
}
