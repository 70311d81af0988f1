package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.TinyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Prompts that begin like that of another row. */
class SharedPrefixTest {
    private static final TinyModel WEIGHTS = new TinyModel(TinyModel.LLAMA, 1);

    @Test
    void rows_that_share_a_prefix_give_what_they_give_alone() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            // Of different lengths, so that they stand in different bands; some are the beginning of others.
            requests.add(Requests.free(prompt(24, 3 + 9 * (i % 5), i % 3), 20 + 15 * (i % 3), Sampling.GREEDY));
        }
        List<int[]> expected = requests.stream()
                .map(request -> Requests.alone(WEIGHTS, request))
                .toList();
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 6, LoopSettings.DEFAULT)) {
            List<Outcome> outcomes = requests.stream()
                    .map(request -> Requests.run(loop, request))
                    .toList();

            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).generated().tokens()).as("row %d", i).isEqualTo(expected.get(i));
            }
            assertThat(loop.sharedTokens()).isGreaterThanOrEqualTo(6 * 24);
        }
    }

    @Test
    void the_same_prompt_again_is_computed_but_for_its_last_token() {
        GenerationRequest request = Requests.free(prompt(40, 0, 0), 60, Sampling.GREEDY);
        int[] expected = Requests.alone(WEIGHTS, request);
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 2, LoopSettings.DEFAULT)) {
            Outcome first = Requests.run(loop, request);
            Outcome second = Requests.run(loop, request);

            assertThat(first.generated().tokens()).isEqualTo(expected);
            assertThat(second.generated().tokens()).isEqualTo(expected);
            assertThat(loop.sharedTokens()).isEqualTo(39);
        }
    }

    @Test
    void prompts_that_begin_otherwise_take_nothing_over() {
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, LoopSettings.DEFAULT)) {
            List<Outcome> outcomes = IntStream.range(0, 4)
                    .mapToObj(i -> Requests.run(loop, Requests.free(prompt(7, 20, i), 20, Sampling.GREEDY)))
                    .toList();

            outcomes.forEach(outcome -> assertThat(outcome.generated().tokens()).hasSize(20));
            assertThat(loop.sharedTokens()).isZero();
        }
    }

    @Test
    void items_that_come_one_by_one_take_over_what_the_last_one_has_read() {
        List<GenerationRequest> requests = IntStream.range(0, 3)
                .mapToObj(i -> Requests.free(prompt(24, 10 + 30 * i, i), 12, Sampling.GREEDY))
                .toList();
        List<int[]> expected = requests.stream()
                .map(request -> Requests.alone(WEIGHTS, request))
                .toList();
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 2, LoopSettings.DEFAULT)) {
            for (int i = 0; i < requests.size(); i++) {
                assertThat(Requests.run(loop, requests.get(i)).generated().tokens())
                        .isEqualTo(expected.get(i));
            }

            assertThat(loop.sharedTokens()).isEqualTo(2 * 24);
        }
    }

    @Test
    void what_is_kept_of_a_row_makes_room_for_one_that_needs_it() {
        try (GenerationLoop loop = Requests.loopWithRoomFor(300, WEIGHTS, LoopSettings.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                Outcome outcome = Requests.run(loop, Requests.free(prompt(7, 20, i), 200, Sampling.GREEDY));

                assertThat(outcome.generated().tokens()).hasSize(200);
            }
        }
    }

    /** A prompt of a common beginning and some tokens of its own. */
    private static int[] prompt(int common, int own, int kind) {
        return IntStream.range(0, common + own)
                .map(i -> i < common ? 10 + i * 7 % 100 : 20 + (i * 13 + 31 * (kind + 1)) % 120)
                .toArray();
    }
}
