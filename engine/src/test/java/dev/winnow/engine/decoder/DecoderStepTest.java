package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.BUDGET;
import static dev.winnow.engine.decoder.TinyDecoder.assertClose;
import static dev.winnow.engine.decoder.TinyDecoder.decoder;
import static dev.winnow.engine.decoder.TinyDecoder.greatestDifference;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static dev.winnow.engine.decoder.TinyDecoder.prefilled;
import static dev.winnow.engine.decoder.TinyDecoder.prompts;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows beside each other: whatever is in a step, each gets the scores that it gets alone. */
class DecoderStepTest {
    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
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
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
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
    void a_copied_prefix_scores_as_if_it_had_been_computed() {
        int[] prompt = prompts(8).get(3);
        try (Decoder decoder = decoder(TinyModel.QWEN2, NumericMode.F32)) {
            KvSlot other = prefilled(decoder, appended(prompt, 3), 50);
            for (int room : new int[] {60, 200}) {
                KvSlot slot = requireNonNull(decoder.reserve(room));
                decoder.copyPrefix(other, slot, prompt.length);

                assertThat(slot.tokens()).isEqualTo(prompt.length);
                PlainDecoder plain = new PlainDecoder(TinyModel.QWEN2, new TinyModel(TinyModel.QWEN2, 1));
                assertClose(step(decoder, List.of(slot), 9).row(0), plain.scores(appended(prompt, 9)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.winnow.engine.decoder.TinyDecoder#usableModes")
    void prompt_behind_a_copied_prefix_scores_as_the_whole_one(NumericMode mode) {
        int[] prompt = IntStream.range(0, 35).map(i -> 3 + 4 * i).toArray();
        try (Decoder decoder = decoder(TinyModel.QWEN2, mode)) {
            KvSlot whole = requireNonNull(decoder.reserve(60));
            float[] expected = prefill(decoder, whole, prompt);
            KvSlot slot = requireNonNull(decoder.reserve(200));
            decoder.copyPrefix(whole, slot, 21);

            float[] found = prefill(decoder, slot, Arrays.copyOfRange(prompt, 21, 35));

            assertThat(greatestDifference(expected, found)).isLessThan(1e-4);
        }
    }

    @Test
    void a_prefix_that_the_other_row_does_not_hold_or_that_comes_too_late_is_refused() {
        try (Decoder decoder = decoder(TinyModel.LLAMA, NumericMode.F32)) {
            KvSlot other = prefilled(decoder, new int[] {3, 1, 4}, 20);
            KvSlot empty = requireNonNull(decoder.reserve(20));

            assertThatThrownBy(() -> decoder.copyPrefix(other, empty, 4)).hasMessageContaining("4 tokens of 3");
            assertThatThrownBy(() -> decoder.copyPrefix(empty, other, 1)).hasMessageContaining("into a slot with 3");
        }
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

    private static int[] appended(int[] tokens, int token) {
        int[] more = Arrays.copyOf(tokens, tokens.length + 1);
        more[tokens.length] = token;
        return more;
    }
}
