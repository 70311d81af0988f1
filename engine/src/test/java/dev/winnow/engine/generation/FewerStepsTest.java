package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps that take several tokens give what steps of one token give. */
class FewerStepsTest {
    private static final TinyModel WEIGHTS = new TinyModel(TinyModel.LLAMA, 1);

    @Test
    void forced_tokens_cost_no_steps() {
        GenerationRequest request = Requests.constrained(ScriptedCursor.ordinary(9), 20, Sampling.GREEDY);
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, settings(true, 0))) {
            Generated generated = Requests.run(loop, request).generated();

            // Three before the first choice and one behind the last; the first choice comes with the prompt.
            assertThat(generated.tokens()).hasSize(13);
            assertThat(generated.steps()).isEqualTo(9);
        }
    }

    @Test
    void more_forced_tokens_than_a_step_takes_go_in_one_after_the_other() {
        List<int[]> places = new ArrayList<>();
        places.add(choice());
        IntStream.range(0, 40).forEach(i -> places.add(new int[] {i}));
        places.add(choice());
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, settings(true, 0))) {
            int[] expected = Requests.alone(WEIGHTS, request(places));

            assertThat(Requests.run(loop, request(places)).generated().tokens()).isEqualTo(expected);
        }
    }

    @Test
    void an_output_that_is_forced_as_a_whole_needs_no_step_but_its_prompt() {
        List<int[]> places = IntStream.range(0, 5).mapToObj(i -> new int[] {i}).toList();
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, settings(true, 7))) {
            Generated generated = Requests.run(loop, request(places)).generated();

            assertThat(generated.tokens()).containsExactly(0, 1, 2, 3, 4);
            assertThat(generated.steps()).isEqualTo(1);
        }
    }

    @Test
    void a_request_that_had_to_wait_for_room_gives_what_it_gives_alone() {
        int[] expected =
                Requests.alone(WEIGHTS, Requests.constrained(ScriptedCursor.ordinary(9), 200, Sampling.GREEDY));
        try (GenerationLoop loop = Requests.loopWithRoomFor(300, WEIGHTS, settings(true, 7))) {
            Outcome first = Requests.run(loop, Requests.free(Requests.prompt(2), 190, Sampling.GREEDY));
            Outcome second = Requests.run(loop, Requests.constrained(ScriptedCursor.ordinary(9), 200, Sampling.GREEDY));

            assertThat(first.generated().tokens()).hasSize(190);
            assertThat(second.generated().tokens()).isEqualTo(expected);
        }
    }

    @Test
    void what_stands_in_the_prompt_is_guessed_and_costs_few_steps() {
        int[] prompt = ascending(60);
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, settings(true, 7))) {
            Generated generated = Requests.run(loop, writing(prompt, prompt)).generated();

            assertThat(generated.tokens()).isEqualTo(prompt);
            // The first token, then 1 + 7 each.
            assertThat(generated.steps()).isEqualTo(1 + 5);
        }
    }

    @Test
    void an_output_that_repeats_itself_costs_few_steps() {
        int[] loops = IntStream.range(0, 40).map(i -> 60 + i % 3).toArray();
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 4, settings(true, 7))) {
            Generated generated =
                    Requests.run(loop, writing(new int[] {1, 2}, loops)).generated();

            assertThat(generated.tokens()).isEqualTo(loops);
            // Six tokens until three of them stood there before, then 1 + 7 each.
            assertThat(generated.steps()).isEqualTo(6 + 5);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3", "4, 3", "5, 5"})
    void few_rows_guess_farther_ahead_than_many(int rows, int steps) {
        int[] prompt = ascending(60);
        CountDownLatch submitted = new CountDownLatch(1);
        LoopSettings still = new LoopSettings(16, () -> 0, true, LoopSettings.MOST_DRAFT_TOKENS, false);
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 8, still)) {
            List<Outcome> outcomes = IntStream.range(0, rows)
                    .mapToObj(i -> new Outcome(() -> Requests.await(submitted)))
                    .toList();
            outcomes.forEach(outcome -> Requests.accepted(loop.submit(writing(prompt, prompt), outcome)));
            submitted.countDown();

            // The first token, then up to 20 each; of five rows 10.
            outcomes.forEach(outcome -> assertThat(outcome.generated().steps()).isEqualTo(steps));
        }
    }

    private static int[] ascending(int first) {
        return IntStream.range(0, 40).map(i -> first + i).toArray();
    }

    /** Writes these tokens as if the model chose each. */
    private static GenerationRequest writing(int[] prompt, int[] output) {
        ScriptedCursor chosen = new ScriptedCursor(
                IntStream.of(output).mapToObj(token -> new int[] {token}).toList()) {
            @Override
            public int[] forced() {
                return new int[0];
            }
        };
        return Requests.request(prompt, chosen, output.length, Sampling.GREEDY);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 12, 48})
    void many_rows_that_jump_and_guess_give_what_they_give_alone_one_token_a_step(int mostRows) {
        List<GenerationRequest> requests = new ArrayList<>();
        List<int[]> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) { // more tokens than a step takes
            requests.add(mixed(i % 24));
            expected.add(i < 24 ? Requests.alone(WEIGHTS, mixed(i)) : expected.get(i % 24));
        }
        try (GenerationLoop loop = Requests.loop(WEIGHTS, mostRows, settings(true, 7))) {
            List<Outcome> outcomes = requests.stream()
                    .map(request -> Requests.run(loop, request))
                    .toList();
            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).generated().tokens()).as("row %d", i).isEqualTo(expected.get(i));
            }
        }
    }

    /** Free, drawn, constrained and copying rows. */
    private static GenerationRequest mixed(int i) {
        int[] prompt = Requests.prompt(i);
        return switch (i % 4) {
            case 0 -> Requests.free(prompt, 30, Sampling.GREEDY);
            case 1 -> Requests.free(prompt, 20, new Sampling(0.7, i));
            case 2 -> Requests.constrained(ScriptedCursor.ordinary(5 + i), 40, Sampling.GREEDY);
            default ->
                copying(IntStream.range(0, 20 + i)
                        .map(j -> 40 + (i + 3 * j) % 100)
                        .toArray());
        };
    }

    private static GenerationRequest copying(int[] prompt) {
        List<int[]> places = IntStream.range(0, prompt.length)
                .mapToObj(i -> i < 3 ? new int[] {prompt[i]} : new int[] {prompt[i], 10 + i % 7})
                .toList();
        return Requests.request(prompt, new ScriptedCursor(places), prompt.length, Sampling.GREEDY);
    }

    private static GenerationRequest request(List<int[]> places) {
        return Requests.constrained(new ScriptedCursor(places), places.size(), Sampling.GREEDY);
    }

    private static int[] choice() {
        return IntStream.range(60, 130).toArray();
    }

    private static LoopSettings settings(boolean jumpForward, int draftTokens) {
        LoopSettings usual = LoopSettings.DEFAULT;
        return new LoopSettings(usual.mostWaiting(), usual.nanos(), jumpForward, draftTokens, false);
    }
}
