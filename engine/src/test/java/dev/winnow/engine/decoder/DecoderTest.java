package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
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
    private static final MemoryBudget BUDGET = MemoryBudget.ofMebibytes(64);
    private static final DecoderSettings SMALL_CHUNKS = new DecoderSettings(16, 7);

    @Test
    void llama_shape_agrees_with_plain_arithmetic() {
        assertAgreesWithPlainArithmetic(TinyModel.LLAMA);
    }

    @Test
    void biases_and_an_untied_head_agree_with_plain_arithmetic() {
        assertAgreesWithPlainArithmetic(TinyModel.QWEN2);
    }

    @ParameterizedTest
    @MethodSource("usableModes")
    void rows_in_a_batch_score_as_if_they_were_alone(NumericMode mode) {
        List<int[]> prompts = prompts(12);
        try (Decoder decoder = decoder(TinyModel.LLAMA, mode)) {
            List<KvSlot> slots = new ArrayList<>();
            List<float[]> alone = new ArrayList<>();
            for (int[] prompt : prompts) {
                KvSlot slot = prefilled(decoder, prompt, 80);
                alone.add(decoder.step(List.of(Feed.of(slot, prompt[0]))).row(0));
                decoder.release(slot);
            }
            prompts.forEach(prompt -> slots.add(prefilled(decoder, prompt, 80)));
            Logits together = step(
                    decoder,
                    slots,
                    prompts.stream().mapToInt(prompt -> prompt[0]).toArray());
            for (int row = 0; row < prompts.size(); row++) {
                assertThat(greatestDifference(alone.get(row), together.row(row)))
                        .isLessThan(1e-4);
            }
        }
    }

    @Test
    void rows_that_leave_do_not_disturb_those_that_stay() {
        List<int[]> prompts = prompts(9);
        try (Decoder decoder = decoder(TinyModel.LLAMA, NumericMode.F32)) {
            List<KvSlot> slots = new ArrayList<>();
            prompts.forEach(prompt -> slots.add(prefilled(decoder, prompt, 80)));
            List<Integer> staying = List.of(8, 1, 5);
            IntStream.range(0, 9).filter(row -> !staying.contains(row)).forEach(row -> decoder.release(slots.get(row)));
            prefilled(decoder, new int[] {3, 1, 4}, 80);

            Logits logits = step(decoder, staying.stream().map(slots::get).toList(), 7, 8, 9);

            PlainDecoder plain = new PlainDecoder(TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1));
            for (int i = 0; i < 3; i++) {
                assertClose(logits.row(i), plain.scores(appended(prompts.get(staying.get(i)), 7 + i)));
            }
        }
    }

    @Test
    void rows_of_different_lengths_run_in_one_step() {
        List<int[]> prompts = prompts(8);
        try (Decoder decoder = decoder(TinyModel.QWEN2, NumericMode.F32)) {
            List<KvSlot> slots = new ArrayList<>();
            for (int row = 0; row < prompts.size(); row++) {
                slots.add(prefilled(decoder, prompts.get(row), 50 + 60 * (row % 4)));
            }
            Logits logits = step(decoder, slots, 1, 2, 3, 4, 5, 6, 7, 8);
            PlainDecoder plain = new PlainDecoder(TinyModel.QWEN2, new TinyModel(TinyModel.QWEN2, 1));
            for (int row = 0; row < prompts.size(); row++) {
                assertClose(logits.row(row), plain.scores(appended(prompts.get(row), row + 1)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("usableModes")
    void several_tokens_of_a_row_in_one_step_score_as_if_they_came_one_by_one(NumericMode mode) {
        List<int[]> prompts = prompts(8);
        int[][] outputs = prompts(8).stream()
                .map(prompt -> Arrays.copyOf(prompt, 1 + prompt.length % Feed.MOST_TOKENS))
                .toArray(int[][]::new);
        try (Decoder decoder = decoder(TinyModel.QWEN2, mode)) {
            List<float[]> oneByOne = new ArrayList<>();
            for (int row = 0; row < prompts.size(); row++) {
                KvSlot slot = prefilled(decoder, prompts.get(row), 60);
                for (int token : outputs[row]) {
                    oneByOne.add(decoder.step(List.of(Feed.of(slot, token))).row(0));
                }
                decoder.release(slot);
            }
            List<Feed> feeds = new ArrayList<>();
            for (int row = 0; row < prompts.size(); row++) {
                KvSlot slot = prefilled(decoder, prompts.get(row), 50 + 60 * (row % 2));
                feeds.add(new Feed(slot, outputs[row], outputs[row].length));
            }

            Logits together = decoder.step(feeds);

            assertThat(together.rows()).isEqualTo(oneByOne.size());
            for (int i = 0; i < oneByOne.size(); i++) {
                assertThat(greatestDifference(oneByOne.get(i), together.row(i))).isLessThan(1e-4);
            }
        }
    }

    @Test
    void only_the_last_tokens_that_are_asked_for_are_scored() {
        try (Decoder decoder = decoder(TinyModel.LLAMA, NumericMode.F32)) {
            KvSlot first = prefilled(decoder, new int[] {3, 1, 4}, 20);
            KvSlot second = prefilled(decoder, new int[] {1, 5}, 20);

            Logits logits = decoder.step(
                    List.of(new Feed(second, new int[] {9, 2}, 0), new Feed(first, new int[] {6, 5, 3}, 2)));

            PlainDecoder plain = new PlainDecoder(TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1));
            assertThat(logits.rows()).isEqualTo(2);
            assertClose(logits.row(0), plain.scores(new int[] {3, 1, 4, 6, 5}));
            assertClose(logits.row(1), plain.scores(new int[] {3, 1, 4, 6, 5, 3}));
            assertThat(second.tokens()).isEqualTo(4);
        }
    }

    @Test
    void what_a_slot_forgets_leaves_no_trace() {
        try (Decoder decoder = decoder(TinyModel.LLAMA, NumericMode.F32)) {
            KvSlot slot = prefilled(decoder, new int[] {3, 1, 4}, 20);
            decoder.step(List.of(new Feed(slot, new int[] {100, 101, 102}, 1)));
            slot.keep(4);

            Logits logits = decoder.step(List.of(Feed.of(slot, 7)));

            PlainDecoder plain = new PlainDecoder(TinyModel.LLAMA, new TinyModel(TinyModel.LLAMA, 1));
            assertClose(logits.row(0), plain.scores(new int[] {3, 1, 4, 100, 7}));
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
    @MethodSource("usableModes")
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
    @MethodSource("usableModes")
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
    void weight_beyond_half_precision_is_refused_in_f16_and_in_no_other_mode() {
        String name = "model.layers.1.mlp.up_proj.weight";
        TinyModel large = new TinyModel(TinyModel.LLAMA, 1).set(name, 3, 3, 65_520);
        assertThatThrownBy(() -> Decoder.load(TinyModel.LLAMA, large, NumericMode.F16, BUDGET, SMALL_CHUNKS))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("65520.0, which f16 cannot hold: take f32 or int8");
        for (NumericMode mode : usableModes()) {
            if (mode != NumericMode.F16) {
                Decoder.load(TinyModel.LLAMA, large, mode, BUDGET, SMALL_CHUNKS).close();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("usableModes")
    void model_that_lacks_a_weight_leaves_nothing_behind(NumericMode mode) {
        long before = TorchValue.open();
        DecoderShape deeper = new DecoderShape(3, 48, 6, 2, 8, 80, 150, 10_000, 1e-5, 512, true, false);
        assertThatThrownBy(() -> Decoder.load(deeper, new TinyModel(TinyModel.LLAMA, 1), mode, BUDGET, SMALL_CHUNKS))
                .hasMessageContaining("no weight model.layers.2");
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void what_a_row_leaves_in_its_slot_harms_no_later_row() {
        TinyModel weights = new TinyModel(TinyModel.LLAMA, 1).overflowingAt(77);
        try (Decoder decoder =
                Decoder.load(TinyModel.LLAMA, weights, NumericMode.F32, BUDGET, new DecoderSettings(16, 64))) {
            float[] alone = afterOneStep(decoder, prefilled(decoder, new int[] {5}, 60), List.of(), 9);
            KvSlot overflowing = prefilled(decoder, filled(50, 77), 60);
            KvSlot longest = prefilled(decoder, filled(50, 3), 60);
            KvSlot moving = prefilled(decoder, new int[] {5}, 60);
            decoder.release(overflowing);
            // The step moves the last slot into the hole.
            assertThat(greatestDifference(alone, afterOneStep(decoder, moving, List.of(longest), 9)))
                    .isLessThan(1e-4);

            decoder.release(prefilled(decoder, filled(50, 77), 60));
            KvSlot taken = prefilled(decoder, new int[] {5}, 60);
            assertThat(greatestDifference(alone, afterOneStep(decoder, taken, List.of(longest, moving), 9)))
                    .isLessThan(1e-4);
        }
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
    @MethodSource("usableModes")
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
        for (NumericMode mode : NumericMode.values()) {
            if (!usableModes().contains(mode)) {
                assertThatThrownBy(() -> decoder(TinyModel.LLAMA, mode))
                        .hasMessageContaining("quantization " + mode.wireName() + " cannot be used")
                        .hasMessageContaining("Use f32");
            }
        }
    }

    // Older processors lack the int8 kernels, or have ones that saturate: a decoder refuses the mode there.
    private static List<NumericMode> usableModes() {
        List<NumericMode> usable = new ArrayList<>();
        for (NumericMode mode : NumericMode.values()) {
            try {
                decoder(TinyModel.LLAMA, mode).close();
                usable.add(mode);
            } catch (ModeRefusedException e) {
                assertThat(mode).isNotEqualTo(NumericMode.F32);
            }
        }
        return usable;
    }

    private static void assertAgreesWithPlainArithmetic(DecoderShape shape) {
        PlainDecoder plain = new PlainDecoder(shape, new TinyModel(shape, 1));
        try (Decoder decoder = decoder(shape, NumericMode.F32)) {
            for (int[] prompt : prompts(5)) {
                assertClose(scores(decoder, prompt), plain.scores(prompt));
            }
        }
    }

    private static Decoder decoder(DecoderShape shape, NumericMode mode) {
        return Decoder.load(shape, new TinyModel(shape, 1), mode, BUDGET, SMALL_CHUNKS);
    }

    private static float[] scores(Decoder decoder, int[] prompt) {
        KvSlot slot = requireNonNull(decoder.reserve(prompt.length));
        try {
            return prefill(decoder, slot, prompt);
        } finally {
            decoder.release(slot);
        }
    }

    private static float[] afterOneStep(Decoder decoder, KvSlot row, List<KvSlot> others, int token) {
        List<KvSlot> rows = new ArrayList<>(others);
        rows.add(0, row);
        int[] tokens = filled(rows.size(), token);
        return step(decoder, rows, tokens).row(0);
    }

    private static Logits step(Decoder decoder, List<KvSlot> rows, int... tokens) {
        return decoder.step(IntStream.range(0, rows.size())
                .mapToObj(row -> Feed.of(rows.get(row), tokens[row]))
                .toList());
    }

    private static int[] filled(int length, int token) {
        int[] tokens = new int[length];
        Arrays.fill(tokens, token);
        return tokens;
    }

    private static KvSlot prefilled(Decoder decoder, int[] prompt, int tokens) {
        KvSlot slot = requireNonNull(decoder.reserve(tokens));
        prefill(decoder, slot, prompt);
        return slot;
    }

    private static float[] prefill(Decoder decoder, KvSlot slot, int[] prompt) {
        Logits logits = null;
        int chunk = decoder.settings().chunkTokens();
        for (int from = 0; from < prompt.length; from += chunk) {
            int to = Math.min(prompt.length, from + chunk);
            logits = decoder.prefill(slot, Arrays.copyOfRange(prompt, from, to), to == prompt.length);
        }
        return requireNonNull(logits).row(0);
    }

    /** Prompts of 1 to 45 tokens, so that some take one chunk and some take many. */
    private static List<int[]> prompts(int count) {
        SplittableRandom random = new SplittableRandom(5);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(1 + (i * 11) % 45, 0, 150).toArray())
                .toList();
    }

    private static int[] appended(int[] tokens, int token) {
        int[] more = Arrays.copyOf(tokens, tokens.length + 1);
        more[tokens.length] = token;
        return more;
    }

    private static void assertClose(float[] scores, double[] expected) {
        assertThat(scores).hasSize(expected.length);
        for (int i = 0; i < scores.length; i++) {
            assertThat((double) scores[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-4));
        }
    }

    private static double greatestDifference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }
}
