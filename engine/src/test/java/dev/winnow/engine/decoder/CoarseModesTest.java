package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.BUDGET;
import static dev.winnow.engine.decoder.TinyDecoder.SMALL_CHUNKS;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static dev.winnow.engine.decoder.TinyDecoder.prompts;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The modes whose activations have 16 bits, and the texts for cards as far as a CPU can run them. */
class CoarseModesTest {
    /** With biases and norms of heads, and widths that all modes can pack. */
    private static final DecoderShape SHAPE =
            new DecoderShape(2, 64, 4, 2, 16, 128, 152, Rotary.plain(10_000), 1e-5, 512, true, true, true);

    /** Shares of the scores' length by which they may differ. */
    @ParameterizedTest
    @CsvSource({"BF16, 0.02, 0.02", "NF4, 0.35, 0.02"})
    void scores_are_those_of_plain_arithmetic_up_to_rounding_alone_and_in_a_batch(
            NumericMode mode, double ofPlain, double ofAlone) {
        PlainDecoder plain = new PlainDecoder(SHAPE, new TinyModel(SHAPE, 1));
        long open = TorchValue.open();
        try (Decoder decoder = Decoder.load(SHAPE, new TinyModel(SHAPE, 1), mode, BUDGET, SMALL_CHUNKS)) {
            List<int[]> prompts = prompts(6);
            List<float[]> alone = new ArrayList<>();
            for (int[] prompt : prompts) {
                KvSlot slot = filled(decoder, prompt, null);
                alone.add(decoder.step(List.of(Feed.of(slot, 17))).row(0));
                decoder.release(slot);
                assertThat(error(alone.get(alone.size() - 1), plain.scores(with(prompt, 17))))
                        .isLessThan(ofPlain);
            }

            List<Feed> feeds = new ArrayList<>();
            prompts.forEach(prompt -> feeds.add(Feed.of(filled(decoder, prompt, null), 17)));
            Logits together = decoder.step(feeds);

            for (int row = 0; row < feeds.size(); row++) {
                assertThat(error(together.row(row), doubles(alone.get(row)))).isLessThan(ofAlone);
            }
        }
        assertThat(TorchValue.open()).isEqualTo(open);
    }

    /** Chunks and blocks of a prompt, and the step behind it, up to the slot's end. */
    @ParameterizedTest
    @ValueSource(ints = {7, 9, 31, 33, 61, 64, 93, 128, 129, 189, 250})
    void prompt_of_any_length_and_the_step_behind_it_are_those_of_plain_arithmetic(int length) {
        int[] prompt = new SplittableRandom(length).ints(length, 0, 150).toArray();
        PlainDecoder plain = new PlainDecoder(SHAPE, new TinyModel(SHAPE, 1));
        DecoderSettings settings = new DecoderSettings(16, 200);
        try (Decoder decoder = Decoder.load(SHAPE, new TinyModel(SHAPE, 1), NumericMode.BF16, BUDGET, settings)) {
            KvSlot slot = requireNonNull(decoder.reserve(length + 3));
            assertThat(error(prefill(decoder, slot, prompt), plain.scores(prompt)))
                    .isLessThan(0.03);
            Logits logits = decoder.step(List.of(new Feed(slot, new int[] {17, 3, 140}, 3)));
            assertThat(error(logits.row(0), plain.scores(with(prompt, 17)))).isLessThan(0.03);
            assertThat(error(logits.row(2), plain.scores(with(prompt, 17, 3, 140))))
                    .isLessThan(0.03);
        }
    }

    @Test
    void rows_of_several_adapters_and_bands_score_in_one_step_as_alone() {
        try (Decoder decoder = Decoder.load(SHAPE, new TinyModel(SHAPE, 1), NumericMode.BF16, BUDGET, SMALL_CHUNKS);
                Adapter one = Adapter.load(decoder.adapterForm(), TinyAdapter.of(SHAPE, 4, 7));
                Adapter other = Adapter.load(decoder.adapterForm(), TinyAdapter.of(SHAPE, 2, 8))) {
            List<Feed> feeds = new ArrayList<>();
            List<float[]> alone = new ArrayList<>();
            for (int row = 0; row < 9; row++) {
                Adapter adapter = row % 3 == 0 ? null : row % 3 == 1 ? one : other;
                int[] prompt =
                        new SplittableRandom(row).ints(20 + 15 * row, 0, 150).toArray();
                KvSlot slot = requireNonNull(decoder.reserve(prompt.length + 4, adapter));
                prefill(decoder, slot, prompt);
                int[] tokens = Arrays.copyOf(new int[] {17, 3, 140}, 1 + row % 3);
                Feed feed = new Feed(slot, tokens, 1);
                alone.add(decoder.step(List.of(feed)).row(0));
                slot.keep(prompt.length);
                feeds.add(feed);
            }

            Logits together = decoder.step(feeds);

            for (int row = 0; row < feeds.size(); row++) {
                assertThat(error(together.row(row), doubles(alone.get(row))))
                        .as("row %d", row)
                        .isLessThan(0.02);
            }
        }
    }

    @Test
    void adapter_is_brought_into_the_decoders_form() {
        TinyAdapter source = TinyAdapter.of(SHAPE, 4, 7);
        PlainDecoder merged = new PlainDecoder(SHAPE, source.mergedInto(new TinyModel(SHAPE, 1)));
        try (Decoder decoder = Decoder.load(SHAPE, new TinyModel(SHAPE, 1), NumericMode.BF16, BUDGET, SMALL_CHUNKS);
                Adapter adapter = Adapter.load(decoder.adapterForm(), source)) {
            assertThat(adapter.bytes()).isEqualTo(Adapter.bytesOf(AdapterForm.plain(SHAPE), source) / 2);
            for (int[] prompt : prompts(4)) {
                KvSlot slot = filled(decoder, prompt, adapter);
                assertThat(error(decoder.step(List.of(Feed.of(slot, 17))).row(0), merged.scores(with(prompt, 17))))
                        .isLessThan(0.02);
                decoder.release(slot);
            }
        }
    }

    @Test
    void sizes_that_a_mode_cannot_pack_are_refused_with_the_projection() {
        assertThatThrownBy(() -> Decoder.load(
                        TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1), NumericMode.NF4, BUDGET, SMALL_CHUNKS))
                .isInstanceOf(ModeRefusedException.class)
                .hasMessageContaining("q_proj")
                .hasMessageContaining("48 inputs")
                .hasMessageContaining("multiples of 64 and 1");
    }

    @Test
    void integers_for_cards_give_the_products_of_those_for_processors() {
        float[] x = random(3 * 64, 1);
        float[] w = random(24 * 64, 2);
        String text = DecoderLoading.source(NumericMode.INT8, Device.CUDA).replace("\"cuda\"", "\"cpu\"");
        assertThat(error(product(text, x, w), exactProduct(x, w))).isLessThan(0.02);
    }

    @Test
    void norms_for_cards_are_those_for_processors() {
        String text = DecoderLoading.source(NumericMode.F32, Device.CUDA);
        float[] x = random(3 * 64, 1);
        // Another name of the CPU takes the card's way.
        assertThat(normed(text.replace("\"cuda\"", "\"cpu:0\""), x))
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(normed(text.replace("\"cuda\"", "\"cpu\""), x));
    }

    @Test
    void second_term_takes_up_what_rounding_an_activation_left() {
        float[] x = random(3 * 64, 1);
        float[] w = random(24 * 64, 2);
        for (int i = 0; i < w.length; i++) {
            // Weights that are integers exactly; and none beside another, since some processors add pairs in 16 bits.
            w[i] = i % 2 == 1 ? 0 : i % 64 == 0 ? 127 : Math.round(127 * w[i]);
        }
        double[] exact = exactProduct(x, w);
        double one = error(product(DecoderLoading.source(NumericMode.INT8, Device.CPU), x, w), exact);
        double two = error(product(DecoderLoading.source(NumericMode.INT8X2, Device.CPU), x, w), exact);
        assertThat(one).isGreaterThan(1e-3);
        assertThat(two).isLessThan(one / 100);
    }

    @Test
    void product_of_two_terms_is_the_same_for_a_row_alone_and_among_others() {
        String text = DecoderLoading.source(NumericMode.INT8X2, Device.CPU);
        float[] x = random(3 * 64, 1);
        float[] w = random(24 * 64, 2);
        float[] together = product(text, x, w);
        for (int row = 0; row < 3; row++) {
            assertThat(product(text, Arrays.copyOfRange(x, row * 64, row * 64 + 64), w))
                    .isEqualTo(Arrays.copyOfRange(together, row * 24, row * 24 + 24));
        }
    }

    private static float[] normed(String text, float[] x) {
        Torch.prepareThread();
        float[] found = new float[x.length];
        try (TorchModule module = TorchModule.compile(text);
                TorchValue rows = TorchValue.copyOf(x, x.length / 64, 64);
                TorchValue gain = TorchValue.copyOf(random(64, 3), 64);
                TorchValue least = module.call("least").withReal(1e-5).run();
                TorchValue normed =
                        module.call("normed").with(rows).with(gain).with(least).run()) {
            normed.copyTo(found);
        }
        return found;
    }

    /** x: [rows, 64], w: [24, 64]: what a text's projection makes of them, [rows, 24]. */
    private static float[] product(String text, float[] x, float[] w) {
        Torch.prepareThread();
        int tokens = x.length / 64;
        try (TorchModule module = TorchModule.compile(text);
                TorchValue weight = TorchValue.copyOf(w, 24, 64);
                TorchValue rows = TorchValue.copyOf(x, tokens, 64);
                TorchValue row = module.call("activation").with(rows).run();
                TorchValue packed = module.call("pack").with(weight).run();
                TorchValue product =
                        module.call("linear").with(row).with(packed).run();
                TorchValue result = module.call("on_host").with(product).run()) {
            float[] found = new float[tokens * 24];
            result.copyTo(found);
            return found;
        }
    }

    private static double[] exactProduct(float[] x, float[] w) {
        double[] product = new double[3 * 24];
        for (int i = 0; i < product.length; i++) {
            for (int k = 0; k < 64; k++) {
                product[i] += (double) x[i / 24 * 64 + k] * w[i % 24 * 64 + k];
            }
        }
        return product;
    }

    private static float[] random(int length, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static KvSlot filled(Decoder decoder, int[] prompt, @Nullable Adapter adapter) {
        KvSlot slot = requireNonNull(decoder.reserve(80, adapter));
        prefill(decoder, slot, prompt);
        return slot;
    }

    private static int[] with(int[] prompt, int... tokens) {
        int[] longer = Arrays.copyOf(prompt, prompt.length + tokens.length);
        System.arraycopy(tokens, 0, longer, prompt.length, tokens.length);
        return longer;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double error(float[] found, double[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < found.length; i++) {
            difference += Math.pow(found[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
