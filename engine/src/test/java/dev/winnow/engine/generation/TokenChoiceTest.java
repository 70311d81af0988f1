package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.Logits;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.decoder.TinyModel;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenChoiceTest {
    private static final int DRAWS = 20_000;
    private static final int[] PROMPT = {3, 1, 4, 1, 5};

    private Decoder decoder;
    private Logits logits;

    @BeforeEach
    void score() {
        decoder = Decoder.load(
                TinyModel.LLAMA,
                new TinyModel(TinyModel.LLAMA, 5),
                NumericMode.F32,
                MemoryBudget.ofMebibytes(64),
                new DecoderSettings(1, 16));
        KvSlot slot = Objects.requireNonNull(decoder.reserve(PROMPT.length + 1));
        logits = Objects.requireNonNull(decoder.prefill(slot, PROMPT, true));
    }

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void tokens_are_drawn_as_often_as_the_softmax_says() {
        assertDrawnBySoftmax(1.5, null);
    }

    @Test
    void of_allowed_tokens_each_is_drawn_by_its_share_of_these() {
        long[] allowed = {0b1011_0110L << 20, 1L << 63, 1L << 3};

        assertDrawnBySoftmax(1.5, allowed);
        assertDrawnBySoftmax(0.4, allowed);
    }

    @Test
    void nearly_no_temperature_takes_the_best_allowed_token_however_much_others_score() {
        int best = logits.best(0);
        long[] allowed = {-1L, -1L, -1L};
        allowed[best >> 6] &= ~(1L << (best & 63));
        float[] scores = logits.row(0);
        scores[best] = Float.NEGATIVE_INFINITY;

        int chosen = new TokenChoice(new Sampling(1e-4, 1)).choose(logits, 0, allowed);

        assertThat(scores[chosen]).isEqualTo(maximum(scores));
    }

    private void assertDrawnBySoftmax(double temperature, long @Nullable [] allowed) {
        TokenChoice choice = new TokenChoice(new Sampling(temperature, 9));
        double[] drawn = new double[logits.vocabulary()];
        for (int i = 0; i < DRAWS; i++) {
            drawn[choice.choose(logits, 0, allowed)] += 1. / DRAWS;
        }
        double[] expected = softmax(temperature, allowed);
        for (int token = 0; token < drawn.length; token++) {
            // Five standard deviations of a share, and two draws, which the rarest may have.
            double deviation = Math.sqrt(expected[token] * (1 - expected[token]) / DRAWS);
            assertThat(drawn[token])
                    .as("token %d", token)
                    .isCloseTo(expected[token], within(5 * deviation + 2. / DRAWS));
        }
    }

    private double[] softmax(double temperature, long @Nullable [] allowed) {
        float[] scores = logits.row(0);
        double[] shares = new double[scores.length];
        for (int token = 0; token < shares.length; token++) {
            boolean counts = allowed == null || (allowed[token >> 6] >>> (token & 63) & 1) != 0;
            shares[token] = counts ? Math.exp((scores[token] - maximum(scores)) / temperature) : 0;
        }
        double sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private static float maximum(float[] scores) {
        float most = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            most = Math.max(most, score);
        }
        return most;
    }
}
