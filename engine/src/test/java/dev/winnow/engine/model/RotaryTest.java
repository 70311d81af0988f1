package dev.winnow.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RotaryTest {
    private static final Llama3Scaling LLAMA_3_1 = new Llama3Scaling(8, 1, 4, 8192);

    @Test
    void short_waves_stay_long_ones_are_stretched_and_the_factor_grows_between_them() {
        Rotary rotary = Rotary.llama3(500_000, 128, LLAMA_3_1);

        // Pair 29's wave is the first that is longer than 2048 positions, pair 35's the first beyond 8192.
        assertThat(rotary.divisors()).hasSize(64);
        assertThat(rotary.divisors().subList(0, 29)).containsOnly(1.0);
        assertThat(rotary.divisors().get(29)).isBetween(1.0, 2.0);
        assertThat(rotary.divisors().subList(28, 36)).isSorted();
        assertThat(rotary.divisors().subList(35, 64)).containsOnly(8.0);
    }

    @Test
    void wave_half_way_between_keeps_the_mean_of_both_frequencies() {
        double frequency = 2 * Math.PI * 2.5 / 8192;

        assertThat(1 / LLAMA_3_1.divisor(frequency)).isCloseTo((1 + 1 / 8.0) / 2, within(1e-12));
    }

    @Test
    void positions_that_are_not_scaled_are_divided_by_one() {
        assertThat(Rotary.plain(10_000).divisorsOf(6)).containsExactly(1f, 1f, 1f);
        assertThat(Rotary.linear(10_000, 4, 2.5).divisorsOf(4)).containsExactly(2.5f, 2.5f);
    }

    @Test
    void scaling_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> Rotary.plain(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Rotary.linear(10_000, 4, -1)).hasMessageContaining("not by -1.0");
        assertThatThrownBy(() -> Rotary.linear(10_000, Integer.MAX_VALUE, 2)).hasMessageContaining("headDim");
        assertThatThrownBy(() -> new Llama3Scaling(0.5, 1, 4, 32)).hasMessageContaining("factor must be from 1");
        assertThatThrownBy(() -> new Llama3Scaling(8, 4, 4, 32)).hasMessageContaining("4.0 and 4.0");
        assertThatThrownBy(() -> new Llama3Scaling(8, 1, 4, 0)).hasMessageContaining("original_max");
        assertThat(new Rotary(10_000, List.of(2.0)).fits(4)).isFalse();
    }
}
