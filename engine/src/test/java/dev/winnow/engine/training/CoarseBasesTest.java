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

class CoarseBasesTest {
    private static final int BLOCK = 64;
    private static final int SCALES = 256;

    @BeforeAll
    static void prepare() {
        Torch.prepareThread();
    }

    @Test
    void code_book_of_nf4_is_made_of_quantiles_of_the_normal_distribution() {
        // QLoRA's code: of the quantiles from 1 - offset to a half, 8 above nothing and 7 below, scaled to 1.
        double offset = 0.9677083;
        double largest = quantile(offset);
        float[] book = codeBook();
        assertThat(book).hasSize(16);
        for (int i = 0; i < 8; i++) {
            assertThat((double) book[15 - i])
                    .isCloseTo(quantile(offset + (0.5 - offset) * i / 8) / largest, within(2e-6));
        }
        assertThat(book[7]).isZero();
        for (int i = 0; i < 7; i++) {
            assertThat((double) book[i]).isCloseTo(-quantile(offset + (0.5 - offset) * i / 7) / largest, within(2e-6));
        }
    }

    @Test
    void nf4_gives_back_the_nearest_code_times_a_scale_that_is_itself_of_8_bits() {
        int rows = 24;
        int columns = 1024;
        float[] weight = random(rows * columns);
        float[] book = codeBook();
        double[] scales = doublyQuantizedScales(weight);
        float[] found = roundTrip(BaseForm.NF4, weight, rows, columns);
        for (int i = 0; i < weight.length; i++) {
            double scale = scales[i / BLOCK];
            double nearest = Double.MAX_VALUE;
            for (float code : book) {
                if (Math.abs(code * scale - weight[i]) < Math.abs(nearest - weight[i])) {
                    nearest = code * scale;
                }
            }
            // Where two codes are as near as each other, either will do.
            assertThat(Math.abs(found[i] - weight[i])).isCloseTo((float) Math.abs(nearest - weight[i]), within(1e-6f));
        }
    }

    @Test
    void int8_gives_back_the_nearest_of_127_steps_of_its_outputs_largest_weight() {
        int rows = 3;
        int columns = 50;
        float[] weight = random(rows * columns);
        float[] found = roundTrip(BaseForm.INT8, weight, rows, columns);
        for (int row = 0; row < rows; row++) {
            double largest = 0;
            for (int i = 0; i < columns; i++) {
                largest = Math.max(largest, Math.abs(weight[row * columns + i]));
            }
            for (int i = 0; i < columns; i++) {
                double step = largest / 127;
                double expected = Math.rint(weight[row * columns + i] / step) * step;
                assertThat((double) found[row * columns + i]).isCloseTo(expected, within(1e-6));
            }
        }
    }

    /** A scale for each 64 weights, their largest; less the mean, as 8-bit integers with a scale for each 256. */
    private static double[] doublyQuantizedScales(float[] weight) {
        double[] scales = new double[weight.length / BLOCK];
        double mean = 0;
        for (int i = 0; i < weight.length; i++) {
            scales[i / BLOCK] = Math.max(scales[i / BLOCK], Math.abs(weight[i]));
        }
        for (double scale : scales) {
            mean += scale / scales.length;
        }
        for (int first = 0; first < scales.length; first += SCALES) {
            double largest = 0;
            for (int i = first; i < Math.min(scales.length, first + SCALES); i++) {
                largest = Math.max(largest, Math.abs(scales[i] - mean));
            }
            for (int i = first; i < Math.min(scales.length, first + SCALES); i++) {
                scales[i] = Math.rint((scales[i] - mean) / (largest / 127)) * (largest / 127) + mean;
            }
        }
        return scales;
    }

    private static float[] codeBook() {
        float[] book = new float[16];
        try (TorchModule module = TorchModule.compile(TrainingGraph.source(BaseForm.NF4, Products.F32, Device.CPU));
                TorchValue like = TorchValue.copyOf(new float[1], 1);
                TorchValue values = module.call("code_book").with(like).run()) {
            values.copyTo(book);
        }
        return book;
    }

    private static float[] roundTrip(BaseForm form, float[] weight, int rows, int columns) {
        float[] back = new float[weight.length];
        try (TorchModule module = TorchModule.compile(TrainingGraph.source(form, Products.F32, Device.CPU));
                TorchValue matrix = TorchValue.copyOf(weight, rows, columns);
                TorchValue packed = module.call("pack").with(matrix).run();
                TorchValue unpacked = module.call("unpacked").with(packed).run()) {
            assertThat(unpacked.shape()).containsExactly(rows, columns);
            unpacked.copyTo(back);
        }
        return back;
    }

    private static float[] random(int count) {
        SplittableRandom random = new SplittableRandom(4);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            double row = 0.02 + 0.01 * Math.floor(i / 1000.0);
            values[i] = (float) (row * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5));
        }
        return values;
    }

    /** Below which a share of the standard normal distribution is: by halving, with the integral of its density. */
    private static double quantile(double share) {
        double low = 0;
        double high = 4;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (0.5 + integral(middle) < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static double integral(double to) {
        int parts = 2000;
        double sum = 0;
        for (int i = 0; i <= parts; i++) {
            double x = to * i / parts;
            double weight = i == 0 || i == parts ? 1 : i % 2 == 0 ? 2 : 4; // Simpson's rule
            sum += weight * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        }
        return sum * to / parts / 3;
    }
}
