package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Rotary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MemoryPlanTest {
    /** SmolLM2-135M. */
    private static final DecoderShape SMALL =
            new DecoderShape(30, 576, 9, 3, 64, 1536, 49_152, Rotary.plain(100_000), 1e-5, 8192, true, false, false);

    @Test
    void f16_weights_take_whole_blocks_of_512_inputs() {
        long layer = (960 + 576 + 3072) * 1024L + 576 * 1536L;
        long head = 49_152 * 1024L;
        long embedding = 49_152 * 576L;
        // The process grew by 494 million bytes when they were loaded.
        assertThat(plan(NumericMode.F16, 2048).weightBytes()).isEqualTo(2 * (30 * layer + head + embedding));
        assertThat(plan(NumericMode.F32, 2048).weightBytes())
                .isEqualTo(4 * (30 * ((960 + 576 + 3072) * 576L + 576 * 1536L) + embedding));
    }

    @Test
    void integer_modes_keep_two_tokens_in_the_place_of_one() {
        assertThat(plan(NumericMode.F32, 2048).kvBytesPerToken()).isEqualTo(2 * 30 * 192 * 4);
        assertThat(plan(NumericMode.INT8W7, 2048).kvBytesPerToken()).isEqualTo(2 * 30 * 192 * 2);
    }

    @Test
    void products_of_two_terms_are_counted_twice() {
        long scores = 192 * 49_152L;
        long gateAndUp = 256 * 2 * 1536L;
        assertThat(plan(NumericMode.INT8X2, 2048).workBytes())
                .isEqualTo(plan(NumericMode.INT8, 2048).workBytes() + 4 * (scores + gateAndUp));
    }

    @ParameterizedTest
    @EnumSource(NumericMode.class)
    void whatever_is_planned_fits_the_budget(NumericMode mode) {
        for (long mebibytes = 700; mebibytes < 20_000; mebibytes = mebibytes * 5 / 4) {
            MemoryPlan plan = plan(mode, mebibytes);
            assertThat(plan.totalBytes()).isLessThanOrEqualTo(mebibytes << 20);
            assertThat(plan.kvTokens()).isBetween(256L, 16L * 8192);
        }
    }

    @Test
    void budget_that_would_be_passed_while_loading_is_refused() {
        // 236 MiB of weights, 68 MiB to work, 6 MiB of cache; but packing the head takes 135 MiB for a moment.
        assertThatThrownBy(() -> plan(NumericMode.INT8, 330))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("237 MiB for weights (int8) and 135 MiB more while they are loaded")
                .hasMessageContaining("raise the budget");
        assertThat(plan(NumericMode.INT8, 372).kvTokens()).isGreaterThan(256);
    }

    private static MemoryPlan plan(NumericMode mode, long mebibytes) {
        return MemoryPlan.of(
                SMALL,
                mode,
                MemoryBudget.ofMebibytes(mebibytes),
                new DecoderSettings(16, 256).on(mode.runsOn(Device.CPU) ? Device.CPU : Device.CUDA));
    }
}
