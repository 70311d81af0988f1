package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.decoder.RoundedWeights;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.RealModel;
import dev.winnow.engine.model.WeightReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The real model's greedy tokens, exactly: margins between the best two tokens go down to 0.004, so a wrong mask, a
 * lost position or a row that leaks into its neighbour does not stay hidden.
 */
@Tag("model")
class RealModelGreedyTest {
    @Test
    void f32_gives_the_golden_tokens_in_one_batch_and_alone() throws IOException {
        List<GreedyCase> cases = golden();
        try (GenerationLoop loop = loop(NumericMode.F32, 20)) {
            assertGreedy(loop, cases);
            for (GreedyCase one : cases) {
                assertGreedy(loop, List.of(one));
            }
        }
    }

    @Test
    void f16_gives_the_golden_tokens_in_one_batch_and_alone() throws IOException {
        List<GreedyCase> cases = golden();
        try (GenerationLoop loop = loop(NumericMode.F16, 20)) {
            assertGreedy(loop, cases);
            for (GreedyCase one : cases) {
                assertGreedy(loop, List.of(one));
            }
        }
    }

    @Test
    void rows_that_join_and_leave_at_any_step_get_the_golden_tokens() throws IOException {
        List<GreedyCase> shorter = new ArrayList<>();
        List<GreedyCase> cases = golden();
        for (int i = 0; i < cases.size(); i++) {
            GreedyCase whole = cases.get(i);
            int tokens = Math.min(whole.greedy().size(), 48 - 7 * i % 41);
            shorter.add(new GreedyCase(whole.prompt(), whole.greedy().subList(0, tokens)));
        }
        try (GenerationLoop loop = loop(NumericMode.F16, 6)) {
            assertGreedy(loop, shorter);
        }
    }

    @Test
    void f16_gives_the_tokens_that_this_engine_gave_when_it_matched_the_golden_ones() throws IOException {
        try (GenerationLoop loop = loop(NumericMode.F16, 8)) {
            assertGreedy(loop, GreedyCase.own());
        }
    }

    private static void assertGreedy(GenerationLoop loop, List<GreedyCase> cases) {
        List<Outcome> outcomes = cases.stream()
                .map(one -> {
                    Outcome outcome = new Outcome();
                    loop.submit(request(one), outcome);
                    return outcome;
                })
                .toList();
        for (int i = 0; i < cases.size(); i++) {
            assertThat(IntStream.of(outcomes.get(i).generated().tokens()).boxed())
                    .as("case %d of %d", i, cases.size())
                    .isEqualTo(cases.get(i).greedy());
        }
    }

    private static GenerationRequest request(GreedyCase one) {
        return new GenerationRequest(
                one.promptTokens(), null, one.greedy().size(), Sampling.GREEDY, Set.of(), Duration.ofMinutes(5));
    }

    // The golden model's weights were rounded to f16; the f16 mode does so by nature.
    private static GenerationLoop loop(NumericMode mode, int mostRows) throws IOException {
        try (LoadableModel model = RealModel.open()) {
            WeightReader weights = mode == NumericMode.F32 ? new RoundedWeights(model.weights()) : model.weights();
            Decoder decoder = Decoder.load(
                    model.shape(), weights, mode, MemoryBudget.ofMebibytes(1536), new DecoderSettings(mostRows, 128));
            return GenerationLoop.start(decoder, LoopSettings.DEFAULT);
        }
    }

    private static List<GreedyCase> golden() throws IOException {
        Optional<List<GreedyCase>> cases = GreedyCase.golden();
        assumeThat(cases)
                .as("the golden files lie beside the repository or in WINNOW_SHARED")
                .isPresent();
        assertThat(cases.orElseThrow()).hasSize(20);
        return cases.orElseThrow();
    }
}
