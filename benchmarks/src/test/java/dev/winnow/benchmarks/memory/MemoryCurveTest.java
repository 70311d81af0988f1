package dev.winnow.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class MemoryCurveTest {
    @Test
    void what_is_taken_in_the_first_fifth_is_warm_up() {
        MemoryCurve curve = read(done -> done < 200 ? 500 + done : 700);
        assertThat(curve.grown()).isZero();
        assertThat(curve.flat()).isTrue();
    }

    @Test
    void memory_that_grows_by_the_item_is_not_flat() {
        MemoryCurve curve = read(done -> 700 + done / 10);
        assertThat(curve.grown()).isEqualTo(61);
        assertThat(curve.flat()).isFalse();
    }

    @Test
    void swaying_is_no_growth() {
        assertThat(read(done -> 700 + done % 20).flat()).isTrue();
    }

    @Test
    void each_twentieth_is_told_once_by_its_highest_reading() {
        MemoryCurve curve = new MemoryCurve(1000);
        assertThat(curve.add(0, 10)).isTrue();
        assertThat(curve.add(49, 30)).isFalse();
        assertThat(curve.add(50, 20)).isTrue();
        assertThat(curve.last()).isEqualTo(20);
        assertThat(curve.highs()).startsWith(30L, 20L, 0L).hasSize(20);
    }

    private static MemoryCurve read(IntUnaryOperator mebibytes) {
        MemoryCurve curve = new MemoryCurve(1000);
        for (int done = 0; done <= 1000; done++) {
            curve.add(done, mebibytes.applyAsInt(done));
        }
        return curve;
    }
}
