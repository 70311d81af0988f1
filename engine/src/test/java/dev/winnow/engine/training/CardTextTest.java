package dev.winnow.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can be known without a card of the text that runs on one; {@code benchmarks/gpu/training_on_gpu.py} checks the
 * rest there.
 */
class CardTextTest {
    private static final int ROWS = 64;
    private static final int COLUMNS = 512;

    @BeforeAll
    static void prepare() {
        Torch.prepareThread();
    }

    @ParameterizedTest
    @EnumSource(BaseForm.class)
    void a_cards_text_is_one_that_the_same_libtorch_takes(BaseForm form) {
        for (Products products : Products.values()) {
            TorchModule.compile(TrainingGraph.source(form, products, Device.CUDA))
                    .close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1L << 40, Long.MAX_VALUE})
    void dropout_of_a_card_keeps_its_share_and_is_the_same_for_the_same_seed(long seed) {
        // Another name of the CPU takes the card's way.
        String text = TrainingGraph.source(BaseForm.F32, Products.F32, Device.CUDA)
                .replace("\"" + Device.CUDA.wireName() + "\"", "\"cpu:0\"");
        try (TorchModule module = TorchModule.compile(text)) {
            float[] some = dropped(module, seed);
            assertThat(dropped(module, seed)).isEqualTo(some);
            float[] others = dropped(module, seed == Long.MAX_VALUE ? seed - 1 : seed + 1);
            double kept = 0;
            double both = 0;
            for (int i = 0; i < some.length; i++) {
                assertThat(some[i]).isIn(0f, 1 / 0.75f);
                kept += some[i] > 0 ? 1 : 0;
                both += some[i] > 0 && others[i] > 0 ? 1 : 0;
            }
            assertThat(kept / some.length).isCloseTo(0.75, within(0.01));
            assertThat(both / some.length).isCloseTo(0.75 * 0.75, within(0.015));
        }
    }

    private static float[] dropped(TorchModule module, long seed) {
        float[] ones = new float[ROWS * COLUMNS];
        Arrays.fill(ones, 1);
        float[] found = new float[ones.length];
        try (TorchValue x = TorchValue.copyOf(ones, ROWS, COLUMNS);
                TorchValue dropped =
                        module.call("dropped").with(x).withReal(0.25).with(seed).run()) {
            dropped.copyTo(found);
        }
        return found;
    }
}
