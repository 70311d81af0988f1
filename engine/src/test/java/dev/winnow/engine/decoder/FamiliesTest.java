package dev.winnow.engine.decoder;

import static dev.winnow.engine.decoder.TinyDecoder.assertClose;
import static dev.winnow.engine.decoder.TinyDecoder.decoder;
import static dev.winnow.engine.decoder.TinyDecoder.greatestDifference;
import static dev.winnow.engine.decoder.TinyDecoder.prefill;
import static dev.winnow.engine.decoder.TinyDecoder.prompts;
import static dev.winnow.engine.decoder.TinyDecoder.usableModes;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a family has beyond Llama 2 and Qwen2 holds in every mode, with adapters, batches and shared beginnings. */
class FamiliesTest {
    static Stream<DecoderShape> shapes() {
        return Stream.of(TinyModel.QWEN3, TinyModel.LLAMA3);
    }

    static Stream<Arguments> shapesAndModes() {
        return shapes().flatMap(shape -> usableModes().stream().map(mode -> Arguments.of(shape, mode)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void scores_are_those_of_plain_arithmetic(DecoderShape shape) {
        PlainDecoder plain = new PlainDecoder(shape, new TinyModel(shape, 1));
        try (Decoder decoder = decoder(shape, NumericMode.F32)) {
            for (int[] prompt : prompts(5)) {
                KvSlot slot = requireNonNull(decoder.reserve(64));
                assertClose(prefill(decoder, slot, prompt), plain.scores(prompt));
                assertClose(decoder.step(List.of(Feed.of(slot, 17))).row(0), plain.scores(with(prompt, 17)));
                decoder.release(slot);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void adapter_gives_what_merged_weights_give(DecoderShape shape) {
        TinyAdapter source = TinyAdapter.of(shape, 4, 7);
        PlainDecoder merged = new PlainDecoder(shape, source.mergedInto(new TinyModel(shape, 1)));
        try (Adapter adapter = Adapter.load(AdapterForm.plain(shape), source);
                Decoder decoder = decoder(shape, NumericMode.F32)) {
            for (int[] prompt : prompts(4)) {
                KvSlot slot = requireNonNull(decoder.reserve(64, adapter));
                assertClose(prefill(decoder, slot, prompt), merged.scores(prompt));
                assertClose(decoder.step(List.of(Feed.of(slot, 17))).row(0), merged.scores(with(prompt, 17)));
                decoder.release(slot);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapesAndModes")
    void every_mode_stays_close_to_plain_arithmetic(DecoderShape shape, NumericMode mode) {
        PlainDecoder plain = new PlainDecoder(shape, new TinyModel(shape, 1));
        try (Decoder decoder = decoder(shape, mode)) {
            for (int[] prompt : prompts(5)) {
                KvSlot slot = requireNonNull(decoder.reserve(64));
                double[] expected = plain.scores(prompt);
                double spread = Arrays.stream(expected).max().orElseThrow()
                        - Arrays.stream(expected).min().orElseThrow();
                float[] found = prefill(decoder, slot, prompt);
                for (int i = 0; i < found.length; i++) {
                    assertThat(Math.abs(found[i] - expected[i])).isLessThan(spread * 0.05);
                }
                decoder.release(slot);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapesAndModes")
    void rows_of_several_adapters_behind_copied_beginnings_score_as_alone(DecoderShape shape, NumericMode mode) {
        long open = TorchValue.open();
        int[] beginning = prompts(4).get(3);
        try (Adapter adapter = Adapter.load(AdapterForm.plain(shape), TinyAdapter.of(shape, 4, 7));
                Decoder decoder = decoder(shape, mode)) {
            List<float[]> alone = new ArrayList<>();
            List<Feed> feeds = new ArrayList<>();
            for (@Nullable Adapter own : Arrays.asList(adapter, null, adapter)) {
                KvSlot whole = requireNonNull(decoder.reserve(60, own));
                prefill(decoder, whole, with(beginning, 5, 6, 7));
                alone.add(decoder.step(List.of(new Feed(whole, new int[] {8, 9}, 1)))
                        .row(0));
                KvSlot slot = requireNonNull(decoder.reserve(200, own));
                decoder.copyPrefix(whole, slot, beginning.length);
                prefill(decoder, slot, new int[] {5, 6, 7});
                feeds.add(new Feed(slot, new int[] {8, 9}, 1));
            }

            Logits together = decoder.step(feeds);

            for (int row = 0; row < alone.size(); row++) {
                assertThat(greatestDifference(alone.get(row), together.row(row)))
                        .as("row %d", row)
                        .isLessThan(mode == NumericMode.INT8X2 ? 2e-3 : 1e-4);
            }
        }
        assertThat(TorchValue.open()).isEqualTo(open);
    }

    private static int[] with(int[] prompt, int... tokens) {
        int[] longer = Arrays.copyOf(prompt, prompt.length + tokens.length);
        System.arraycopy(tokens, 0, longer, prompt.length, tokens.length);
        return longer;
    }
}
