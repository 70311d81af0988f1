package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.assertClose;
import static dev.winnow.engine.decoder.TinyDecoder.decoder;
import static dev.winnow.engine.decoder.TinyDecoder.greatestDifference;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static dev.winnow.engine.decoder.TinyDecoder.prompts;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdapterTest {
    private static final String Q = "model.layers.0.self_attn.q_proj";

    @Test
    void adapter_beside_the_weights_gives_what_merged_weights_give() {
        assertAgreesWithMerged(TinyModel.LLAMA, TinyAdapter.of(TinyModel.LLAMA, 4, 7));
        assertAgreesWithMerged(TinyModel.QWEN2, TinyAdapter.of(TinyModel.QWEN2, 4, 7));
    }

    @Test
    void some_projections_and_mixed_ranks_agree_with_merged_weights_too() {
        DecoderShape shape = TinyModel.LLAMA;
        assertAgreesWithMerged(shape, TinyAdapter.of(shape, 3, 7, "v_proj", "up_proj"));
        assertAgreesWithMerged(
                shape, TinyAdapter.of(shape, 2, 7, "v_proj", "k_proj").add(Q, 5, shape.hidden(), shape.queryWidth()));
    }

    private static void assertAgreesWithMerged(DecoderShape shape, TinyAdapter source) {
        PlainDecoder merged = new PlainDecoder(shape, source.mergedInto(new TinyModel(shape, 1)));
        try (Adapter adapter = Adapter.load(AdapterForm.plain(shape), source);
                Decoder decoder = decoder(shape, NumericMode.F32)) {
            for (int[] prompt : prompts(4)) {
                KvSlot slot = requireNonNull(decoder.reserve(64, adapter));
                assertClose(prefill(decoder, slot, prompt), merged.scores(prompt));
                int[] longer = Arrays.copyOf(prompt, prompt.length + 1);
                longer[prompt.length] = 17;
                assertClose(decoder.step(List.of(Feed.of(slot, 17))).row(0), merged.scores(longer));
                decoder.release(slot);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
    void rows_of_several_adapters_in_a_step_get_what_they_get_alone(NumericMode mode) {
        DecoderShape shape = TinyModel.LLAMA;
        try (Adapter one = Adapter.load(AdapterForm.plain(shape), TinyAdapter.of(shape, 4, 7));
                Adapter other =
                        Adapter.load(AdapterForm.plain(shape), TinyAdapter.of(shape, 9, 8, "q_proj", "down_proj"));
                Decoder decoder = decoder(shape, mode)) {
            List<@Nullable Adapter> adapters = Arrays.asList(one, null, other, one, other, null, one);
            List<int[]> prompts = prompts(adapters.size());
            List<float[]> alone = new ArrayList<>();
            for (int i = 0; i < adapters.size(); i++) {
                KvSlot slot = requireNonNull(decoder.reserve(64, adapters.get(i)));
                prefill(decoder, slot, prompts.get(i));
                alone.add(decoder.step(List.of(feed(slot, i))).row(0).clone());
                decoder.release(slot);
            }

            List<Feed> feeds = new ArrayList<>();
            for (int i = 0; i < adapters.size(); i++) {
                KvSlot slot = requireNonNull(decoder.reserve(64, adapters.get(i)));
                prefill(decoder, slot, prompts.get(i));
                feeds.add(feed(slot, i));
            }
            Logits together = decoder.step(feeds);

            for (int i = 0; i < adapters.size(); i++) {
                assertThat(greatestDifference(together.row(i), alone.get(i)))
                        .as("row %d", i)
                        .isLessThan(mostDifference(mode));
            }
        }
    }

    /** An activation's second term has steps so fine that f32 crosses some by adding up in another order. */
    private static double mostDifference(NumericMode mode) {
        return mode == NumericMode.INT8X2 ? 2e-3 : 1e-4;
    }

    /** One to three tokens, the last of them scored. */
    private static Feed feed(KvSlot slot, int row) {
        return new Feed(
                slot, IntStream.range(0, 1 + row % 3).map(i -> 20 + 9 * i + row).toArray(), 1);
    }

    @Test
    void what_one_adapter_computed_is_not_taken_over_by_another() {
        DecoderShape shape = TinyModel.LLAMA;
        try (Adapter adapter = Adapter.load(AdapterForm.plain(shape), TinyAdapter.of(shape, 4, 7));
                Decoder decoder = decoder(shape, NumericMode.F32)) {
            KvSlot from = requireNonNull(decoder.reserve(64, adapter));
            prefill(decoder, from, new int[] {1, 2, 3});
            KvSlot to = requireNonNull(decoder.reserve(64));

            assertThatThrownBy(() -> decoder.copyPrefix(from, to, 2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void adapter_of_another_model_is_refused_by_name() {
        DecoderShape shape = TinyModel.LLAMA;
        assertRefused(
                TinyAdapter.of(shape, 4, 7, "v_proj").add(Q, 4, 40, shape.queryWidth()),
                "q_proj take 40 inputs to 48 outputs, the model's projection 48 to 48");
        assertRefused(
                TinyAdapter.of(shape, 4, 7).add("model.layers.2.self_attn.q_proj", 4, 48, 48),
                "model.layers.2.self_attn.q_proj, which is no projection of this model");
        assertRefused(TinyAdapter.of(shape, 4, 7).add("lm_head", 4, 48, 150), "lm_head");
    }

    @Test
    void factor_with_a_value_that_is_no_number_is_refused_by_name() {
        assertRefused(TinyAdapter.of(TinyModel.LLAMA, 4, 7).spoilt(Q + ".lora_B.weight", Float.NaN), Q + ".lora_B");
        // Finite by itself, but not once it is scaled.
        assertRefused(TinyAdapter.of(TinyModel.LLAMA, 4, 7).spoilt(Q + ".lora_B.weight", Float.MAX_VALUE), Q);
    }

    private static void assertRefused(TinyAdapter source, String message) {
        long open = TorchValue.open();
        assertThatThrownBy(() -> Adapter.load(AdapterForm.plain(TinyModel.LLAMA), source))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(message);
        assertThat(TorchValue.open()).isEqualTo(open);
    }

    @Test
    void adapter_takes_the_memory_that_its_sizes_tell_and_gives_all_of_it_back() {
        DecoderShape shape = TinyModel.LLAMA;
        long open = TorchValue.open();
        TinyAdapter source = TinyAdapter.of(shape, 4, 7, "o_proj");
        try (Adapter adapter = Adapter.load(AdapterForm.plain(shape), source)) {
            assertThat(adapter.bytes())
                    .isEqualTo(Adapter.bytesOf(AdapterForm.plain(shape), source))
                    .isEqualTo(4L * shape.layers() * 4 * (shape.queryWidth() + shape.hidden()));
        }
        assertThat(TorchValue.open()).isEqualTo(open);
    }
}
