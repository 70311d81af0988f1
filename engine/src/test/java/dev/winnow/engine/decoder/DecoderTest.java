package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.BUDGET;
import static dev.winnow.engine.decoder.TinyDecoder.SMALL_CHUNKS;
import static dev.winnow.engine.decoder.TinyDecoder.assertClose;
import static dev.winnow.engine.decoder.TinyDecoder.decoder;
import static dev.winnow.engine.decoder.TinyDecoder.greatestDifference;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static dev.winnow.engine.decoder.TinyDecoder.prompts;
import static dev.winnow.engine.decoder.TinyDecoder.usableModes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
    @Test
    void llama_shape_agrees_with_plain_arithmetic() {
        assertAgreesWithPlainArithmetic(TinyModel.LLAMA);
    }

    @Test
    void biases_and_an_untied_head_agree_with_plain_arithmetic() {
        assertAgreesWithPlainArithmetic(TinyModel.QWEN2);
    }

    @ParameterizedTest
    @CsvSource({"512", "200"})
    void prompt_of_several_blocks_agrees_with_plain_arithmetic(int chunkTokens) {
        int[] prompt = new SplittableRandom(3).ints(333, 0, 150).toArray();
        PlainDecoder plain = new PlainDecoder(TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1));
        try (Decoder decoder = Decoder.load(
                TinyModel.LLAMA,
                new TinyModel(TinyModel.LLAMA, 1),
                NumericMode.F32,
                BUDGET,
                new DecoderSettings(16, chunkTokens))) {
            assertClose(scores(decoder, prompt), plain.scores(prompt));
        }
    }

    @Test
    void f16_is_f32_of_the_rounded_weights() {
        TinyModel weights = new TinyModel(TinyModel.QWEN2, 1);
        try (Decoder rounded = Decoder.load(
                        TinyModel.QWEN2, new RoundedWeights(weights), NumericMode.F32, BUDGET, SMALL_CHUNKS);
                Decoder half = decoder(TinyModel.QWEN2, NumericMode.F16)) {
            for (int[] prompt : prompts(6)) {
                assertThat(greatestDifference(scores(rounded, prompt), scores(half, prompt)))
                        .isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
    void every_mode_stays_close_to_f32(NumericMode mode) {
        try (Decoder exact = decoder(TinyModel.LLAMA, NumericMode.F32);
                Decoder fast = decoder(TinyModel.LLAMA, mode)) {
            for (int[] prompt : prompts(6)) {
                float[] expected = scores(exact, prompt);
                double spread = IntStream.range(0, expected.length)
                                .mapToDouble(i -> expected[i])
                                .max()
                                .orElseThrow()
                        - IntStream.range(0, expected.length)
                                .mapToDouble(i -> expected[i])
                                .min()
                                .orElseThrow();
                assertThat(greatestDifference(expected, scores(fast, prompt))).isLessThan(spread * 0.05);
            }
        }
    }

    @Test
    void cache_never_exceeds_its_plan_and_gives_room_back() {
        DecoderShape shape = TinyModel.LLAMA;
        MemoryPlan generous = MemoryPlan.of(shape, NumericMode.F32, BUDGET, SMALL_CHUNKS);
        long tight = generous.weightBytes() + generous.workBytes() + 600 * generous.kvBytesPerToken() * 3 / 2;
        try (Decoder decoder =
                Decoder.load(shape, new TinyModel(shape, 1), NumericMode.F32, new MemoryBudget(tight), SMALL_CHUNKS)) {
            assertThat(decoder.memory().totalBytes()).isLessThanOrEqualTo(tight);
            List<KvSlot> slots = new ArrayList<>();
            for (KvSlot slot = decoder.reserve(90); slot != null; slot = decoder.reserve(90)) {
                slots.add(slot);
            }
            assertThat(slots).hasSize((int) (decoder.memory().kvTokens() / 96));
            slots.forEach(decoder::release);
            assertThat(decoder.reservedTokens()).isZero();
            assertThat(decoder.reserve(Math.toIntExact(decoder.longestRow()))).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
    void rows_of_the_tables_beyond_the_vocabulary_are_neither_loaded_nor_scored(NumericMode mode) {
        for (DecoderShape stored : List.of(TinyModel.LLAMA, TinyModel.QWEN2)) {
            try (Decoder whole = decoder(stored, mode);
                    Decoder decoder = Decoder.load(
                            stored.withVocabulary(90), new TinyModel(stored, 1), mode, BUDGET, SMALL_CHUNKS)) {
                int[] prompt = {3, 89, 14};
                float[] scores = scores(decoder, prompt);
                assertThat(scores).hasSize(90);
                assertThat(greatestDifference(scores, Arrays.copyOf(scores(whole, prompt), 90)))
                        .isLessThan(1e-4);
                assertThat(decoder.memory().weightBytes())
                        .isLessThan(whole.memory().weightBytes());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "model.embed_tokens.weight, NaN",
        "model.layers.1.self_attn.v_proj.weight, Infinity",
        "model.layers.0.mlp.down_proj.weight, -Infinity",
        "model.layers.1.self_attn.k_proj.bias, NaN",
        "model.layers.0.post_attention_layernorm.weight, NaN",
        "model.norm.weight, Infinity",
        "lm_head.weight, NaN"
    })
    void weight_that_is_no_number_is_refused_by_name(String name, float value) {
        long before = TorchValue.open();
        for (NumericMode mode : usableModes()) {
            TinyModel damaged = new TinyModel(TinyModel.QWEN2, 1).set(name, 0, 5, value);
            assertThatThrownBy(() -> Decoder.load(TinyModel.QWEN2, damaged, mode, BUDGET, SMALL_CHUNKS))
                    .isInstanceOf(ModelRefusedException.class)
                    .hasMessageContaining(name + " has the value " + value);
        }
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void head_norm_that_is_no_number_is_refused_by_name() {
        String name = "model.layers.1.self_attn.k_norm.weight";
        TinyModel damaged = new TinyModel(TinyModel.QWEN3, 1).set(name, 0, 5, Float.NaN);
        assertThatThrownBy(() -> Decoder.load(TinyModel.QWEN3, damaged, NumericMode.F32, BUDGET, SMALL_CHUNKS))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(name + " has the value NaN");
    }

    @Test
    void weight_beyond_half_precision_is_refused_in_f16_and_in_no_other_mode() {
        String name = "model.layers.1.mlp.up_proj.weight";
        TinyModel large = new TinyModel(TinyModel.LLAMA, 1).set(name, 3, 3, 65_520);
        assertThatThrownBy(() -> Decoder.load(TinyModel.LLAMA, large, NumericMode.F16, BUDGET, SMALL_CHUNKS))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("65520.0, which f16 cannot hold: take f32, int8, int8w7 or bf16");
        for (NumericMode mode : usableModes()) {
            if (mode != NumericMode.F16) {
                Decoder.load(TinyModel.LLAMA, large, mode, BUDGET, SMALL_CHUNKS).close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
    void model_that_lacks_a_weight_leaves_nothing_behind(NumericMode mode) {
        long before = TorchValue.open();
        DecoderShape deeper =
                new DecoderShape(3, 48, 6, 2, 8, 80, 150, Rotary.plain(10_000), 1e-5, 512, true, false, false);
        assertThatThrownBy(() -> Decoder.load(deeper, new TinyModel(TinyModel.LLAMA, 1), mode, BUDGET, SMALL_CHUNKS))
                .hasMessageContaining("no weight model.layers.2");
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void model_that_cannot_fit_is_refused_with_the_sum_and_the_remedy() {
        assertThatThrownBy(() -> Decoder.load(
                        TinyModel.LLAMA,
                        new TinyModel(TinyModel.LLAMA, 1),
                        NumericMode.F32,
                        new MemoryBudget(100_000),
                        SMALL_CHUNKS))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("memory budget is 1 MiB")
                .hasMessageContaining("raise the budget");
    }

    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
    void every_native_value_is_closed(NumericMode mode) {
        long before = TorchValue.open();
        try (Decoder decoder = decoder(TinyModel.QWEN2, mode)) {
            prompts(4).forEach(prompt -> scores(decoder, prompt));
        }
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void mode_that_this_processor_computes_wrongly_is_refused_with_the_remedy() {
        assertThat(usableModes()).contains(NumericMode.F32);
        for (NumericMode mode : TinyDecoder.fineModes()) {
            if (!usableModes().contains(mode)) {
                assertThatThrownBy(() -> decoder(TinyModel.LLAMA, mode))
                        .hasMessageContaining("quantization " + mode.wireName() + " cannot be used")
                        .hasMessageContaining(
                                mode == NumericMode.INT8 || mode == NumericMode.INT8X2 ? "Use int8w7" : "Use f32");
            }
        }
    }

    private static void assertAgreesWithPlainArithmetic(DecoderShape shape) {
        PlainDecoder plain = new PlainDecoder(shape, new TinyModel(shape, 1));
        try (Decoder decoder = decoder(shape, NumericMode.F32)) {
            for (int[] prompt : prompts(5)) {
                assertClose(scores(decoder, prompt), plain.scores(prompt));
            }
        }
    }

    private static float[] scores(Decoder decoder, int[] prompt) {
        KvSlot slot = requireNonNull(decoder.reserve(prompt.length));
        try {
            return prefill(decoder, slot, prompt);
        } finally {
            decoder.release(slot);
        }
    }
}
