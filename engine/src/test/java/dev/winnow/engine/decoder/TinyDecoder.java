package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.model.DecoderShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Decoders of a {@link TinyModel}, and what tests of them have in common. */
final class TinyDecoder {
    static final MemoryBudget BUDGET = MemoryBudget.ofMebibytes(64);
    static final DecoderSettings SMALL_CHUNKS = new DecoderSettings(16, 7);

    private TinyDecoder() {}

    /** The modes in which a row's scores are the same to four digits whoever is beside it. */
    static List<NumericMode> fineModes() {
        return Arrays.stream(NumericMode.values())
                .filter(mode -> mode.runsOn(Device.CPU) && mode.on(Device.CPU).activationBytes() == Float.BYTES)
                .toList();
    }

    // Older processors lack the int8 kernels, or have ones that saturate: a decoder refuses the mode there.
    static List<NumericMode> usableModes() {
        List<NumericMode> usable = new ArrayList<>();
        for (NumericMode mode : fineModes()) {
            try {
                decoder(TinyModel.LLAMA, mode).close();
                usable.add(mode);
            } catch (ModeRefusedException e) {
                assertThat(mode).isNotEqualTo(NumericMode.F32);
            }
        }
        return usable;
    }

    static Decoder decoder(DecoderShape shape, NumericMode mode) {
        return Decoder.load(shape, new TinyModel(shape, 1), mode, BUDGET, SMALL_CHUNKS);
    }

    static KvSlot prefilled(Decoder decoder, int[] prompt, int tokens) {
        KvSlot slot = requireNonNull(decoder.reserve(tokens));
        prefill(decoder, slot, prompt);
        return slot;
    }

    static float[] prefill(Decoder decoder, KvSlot slot, int[] prompt) {
        Logits logits = null;
        int chunk = decoder.settings().chunkTokens();
        for (int from = 0; from < prompt.length; from += chunk) {
            int to = Math.min(prompt.length, from + chunk);
            logits = decoder.prefill(slot, Arrays.copyOfRange(prompt, from, to), to == prompt.length);
        }
        return requireNonNull(logits).row(0);
    }

    /** Prompts of 1 to 45 tokens, so that some take one chunk and some take many. */
    static List<int[]> prompts(int count) {
        SplittableRandom random = new SplittableRandom(5);
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(1 + (i * 11) % 45, 0, 150).toArray())
                .toList();
    }

    static void assertClose(float[] scores, double[] expected) {
        assertThat(scores).hasSize(expected.length);
        for (int i = 0; i < scores.length; i++) {
            assertThat((double) scores[i]).isCloseTo(expected[i], org.assertj.core.data.Offset.offset(2e-4));
        }
    }

    static double greatestDifference(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> Math.abs(a[i] - b[i]))
                .max()
                .orElseThrow();
    }
}
