package dev.winnow.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Factors add little to what a projection gives, in the first steps less than bf16 can tell apart. */
class SmallContributionsTest {
    private static final int TOKENS = 128;
    private static final int INPUTS = 64;
    private static final int OUTPUTS = 192;
    private static final int RANK = 4;

    private final float[] inputs = random(TOKENS * INPUTS, 1, 1);
    private final float[] weight = random(OUTPUTS * INPUTS, 0.2, 2);
    private final float[] down = random(RANK * INPUTS, 0.2, 3);
    private final float[] up = random(RANK * OUTPUTS, 2e-4, 4);

    @BeforeAll
    static void prepare() {
        Torch.prepareThread();
    }

    @Test
    void what_factors_add_is_not_lost_in_products_of_bf16() {
        float[] without = projected(new float[RANK * OUTPUTS]);
        float[] with = projected(up);
        double found = 0;
        double whole = 0;
        for (int token = 0; token < TOKENS; token++) {
            for (int output = 0; output < OUTPUTS; output++) {
                double added = added(token, output);
                found += added * (with[token * OUTPUTS + output] - without[token * OUTPUTS + output]);
                whole += added * added;
            }
        }
        assertThat(found / whole).isCloseTo(1, within(0.15));
    }

    private double added(int token, int output) {
        double sum = 0;
        for (int rank = 0; rank < RANK; rank++) {
            double low = 0;
            for (int input = 0; input < INPUTS; input++) {
                low += inputs[token * INPUTS + input] * down[rank * INPUTS + input];
            }
            sum += low * up[rank * OUTPUTS + output];
        }
        return sum;
    }

    private float[] projected(float[] factors) {
        float[] outputs = new float[TOKENS * OUTPUTS];
        try (TorchModule module = TorchModule.compile(TrainingGraph.source(BaseForm.F32, Products.BF16, Device.CPU));
                TorchValue y = rounded(module, new float[TOKENS * OUTPUTS], TOKENS, OUTPUTS);
                TorchValue x = rounded(module, inputs, TOKENS, INPUTS);
                TorchValue w = rounded(module, weight, OUTPUTS, INPUTS);
                TorchValue a = rounded(module, down, RANK, INPUTS);
                TorchValue b = rounded(module, factors, RANK, OUTPUTS);
                TorchValue low = rounded(module, new float[TOKENS * RANK], TOKENS, RANK)) {
            module.call("projected")
                    .with(y)
                    .with(x)
                    .with(w)
                    .with(a)
                    .with(b)
                    .with(low)
                    .withReal(0)
                    .with(0)
                    .run()
                    .close();
            try (TorchValue wide = module.call("unpacked").with(y).run()) {
                wide.copyTo(outputs);
            }
        }
        return outputs;
    }

    private static TorchValue rounded(TorchModule module, float[] values, long rows, long columns) {
        try (TorchValue exact = TorchValue.copyOf(values, rows, columns)) {
            return module.call("table").with(exact).run();
        }
    }

    private static float[] random(int count, double most, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (most * (2 * random.nextDouble() - 1));
        }
        return values;
    }
}
