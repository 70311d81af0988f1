package dev.winnow.engine.generation;

import static dev.winnow.engine.generation.Requests.accepted;
import static dev.winnow.engine.generation.Requests.await;
import static dev.winnow.engine.generation.Requests.constrained;
import static dev.winnow.engine.generation.Requests.free;
import static dev.winnow.engine.generation.Requests.prompt;
import static dev.winnow.engine.generation.Requests.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import dev.winnow.engine.torch.TorchValue;
import dev.winnow.text.constraint.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GenerationLoopTest {
    private static final Sampling WARM = new Sampling(1.2, 11);

    private final AtomicLong clock = new AtomicLong();

    @Test
    void outputs_of_a_crowd_are_those_of_each_alone() {
        List<GenerationRequest> requests = IntStream.range(0, 40)
                .mapToObj(i -> free(prompt(i), 5 + i % 37, i % 3 == 0 ? new Sampling(0.9, i) : Sampling.GREEDY))
                .toList();
        List<int[]> alone = new ArrayList<>();
        try (GenerationLoop loop = loop(1, 256)) {
            requests.forEach(request -> alone.add(run(loop, request).generated().tokens()));
        }
        try (GenerationLoop loop = loop(8, 256)) {
            // More requests than places, of different lengths: rows join and leave at different steps.
            List<Outcome> outcomes =
                    requests.stream().map(request -> run(loop, request)).toList();
            for (int i = 0; i < requests.size(); i++) {
                assertThat(outcomes.get(i).generated().tokens()).isEqualTo(alone.get(i));
            }
            assertThat(loop.load().waiting()).isZero();
        }
    }

    @Test
    void prompts_are_read_in_one_round_while_there_are_places() {
        assertThat(tokensOfFirstWhenLastBegins(clock::get)).isEqualTo(1);
    }

    @Test
    void a_row_that_decodes_waits_for_no_more_prompts_once_a_second_has_passed() {
        // Each look at the clock takes a second: a prompt a round, and a step of all rows behind it.
        assertThat(tokensOfFirstWhenLastBegins(
                        () -> clock.addAndGet(Duration.ofSeconds(1).toNanos())))
                .isEqualTo(3);
    }

    /** How many tokens the first of three outputs has when the last one begins. */
    private static int tokensOfFirstWhenLastBegins(LongSupplier nanos) {
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger takenThen = new AtomicInteger();
        Cursor counting = new ScriptedCursor(
                Collections.nCopies(4, IntStream.range(0, 130).toArray())) {
            @Override
            public void accept(int token) {
                super.accept(token);
                taken.incrementAndGet();
            }
        };
        LoopSettings settings = new LoopSettings(16, nanos, true, 0, false);
        try (GenerationLoop loop = Requests.loop(new TinyModel(TinyModel.LLAMA, 1), 4, settings)) {
            CountDownLatch submitted = new CountDownLatch(1);
            Outcome first = new Outcome(() -> await(submitted));
            accepted(loop.submit(Requests.request(prompt(0), counting, 4, Sampling.GREEDY), first));
            Outcome second = run(loop, free(prompt(0), 4, Sampling.GREEDY));
            Outcome last = new Outcome(() -> takenThen.set(taken.get()));
            accepted(loop.submit(free(prompt(0), 4, Sampling.GREEDY), last));
            submitted.countDown();
            List.of(first, second, last).forEach(Outcome::generated);
        }
        return takenThen.get();
    }

    @Test
    void the_same_seed_gives_the_same_output_and_another_seed_another() {
        try (GenerationLoop loop = loop(4, 256)) {
            int[] first = run(loop, free(prompt(1), 30, WARM)).generated().tokens();
            int[] again = run(loop, free(prompt(1), 30, WARM)).generated().tokens();
            int[] other = run(loop, free(prompt(1), 30, new Sampling(1.2, 12)))
                    .generated()
                    .tokens();
            assertThat(again).isEqualTo(first);
            assertThat(other).isNotEqualTo(first);
        }
    }

    @Test
    void free_text_ends_before_its_end_token_or_is_cut_at_its_limit() {
        // Nothing is guessed, so a token is a step.
        try (GenerationLoop loop = loop(4, 256, 0)) {
            var cut = run(loop, free(prompt(2), 20, Sampling.GREEDY)).generated();
            assertThat(cut.tokens()).hasSize(20);
            assertThat(cut.truncated()).isTrue();
            assertThat(cut.steps()).isEqualTo(20);

            int end = cut.tokens()[4];
            int firstEnd = IntStream.range(0, 20)
                    .filter(i -> cut.tokens()[i] == end)
                    .findFirst()
                    .orElseThrow();
            var ended = run(
                            loop,
                            new GenerationRequest(prompt(2), null, 20, Sampling.GREEDY, Set.of(end), Requests.MINUTE))
                    .generated();
            assertThat(ended.tokens()).hasSize(firstEnd);
            assertThat(ended.truncated()).isFalse();
        }
    }

    @Test
    void constraint_shapes_the_output_greedy_and_sampled() {
        try (GenerationLoop loop = loop(4, 256)) {
            for (Sampling sampling : List.of(Sampling.GREEDY, WARM)) {
                int[] tokens = run(loop, constrained(ScriptedCursor.ordinary(20), 24, sampling))
                        .generated()
                        .tokens();
                assertThat(tokens).hasSize(24).startsWith(5, 6, 7).endsWith(8);
                assertThat(IntStream.of(tokens).skip(3).limit(20)).allMatch(token -> token >= 60 && token < 130);
            }
        }
    }

    @Test
    void output_that_may_end_ends_when_the_model_says_so() {
        try (GenerationLoop loop = loop(4, 256)) {
            int[] whole = run(loop, constrained(anything(20), 20, Sampling.GREEDY))
                    .generated()
                    .tokens();
            int end = whole[6];
            int firstEnd = IntStream.range(0, 20)
                    .filter(i -> whole[i] == end)
                    .findFirst()
                    .orElseThrow();

            int[] ended = run(
                            loop,
                            new GenerationRequest(
                                    prompt(1), anything(20), 20, Sampling.GREEDY, Set.of(end), Requests.MINUTE))
                    .generated()
                    .tokens();

            assertThat(ended).isEqualTo(Arrays.copyOf(whole, firstEnd));
        }
    }

    private static Cursor anything(int tokens) {
        return new ScriptedCursor(
                Collections.nCopies(tokens, IntStream.range(0, 130).toArray())) {
            @Override
            public boolean mayEnd() {
                return true;
            }
        };
    }

    @Test
    void a_row_that_passes_its_time_limit_fails_and_its_neighbour_does_not() {
        try (GenerationLoop loop = loop(4, 256)) {
            Outcome patient = run(loop, free(prompt(1), 100, Sampling.GREEDY));
            // Its time starts when it begins; then the clock moves.
            Outcome hurried =
                    new Outcome(() -> clock.addAndGet(Duration.ofSeconds(3).toNanos()));
            loop.submit(
                    new GenerationRequest(prompt(2), null, 100, Sampling.GREEDY, Set.of(), Duration.ofSeconds(2)),
                    hurried);

            assertThat(hurried.failed().reason()).isEqualTo(Reason.TIME_LIMIT);
            assertThat(hurried.failed().message()).contains("time limit of 2.0 s", "raise the limit");
            assertThat(patient.generated().tokens()).hasSize(100);
        }
    }

    @Test
    void cancelling_ends_a_running_row_and_a_waiting_one() {
        try (GenerationLoop loop = loop(1, 256)) {
            CountDownLatch cancelled = new CountDownLatch(1);
            Outcome running = new Outcome(() -> await(cancelled));
            GenerationId runningId = accepted(loop.submit(free(prompt(1), 400, Sampling.GREEDY), running));
            Outcome waiting = new Outcome();
            GenerationId waitingId = accepted(loop.submit(free(prompt(2), 400, Sampling.GREEDY), waiting));
            loop.cancel(waitingId);
            loop.cancel(runningId);
            cancelled.countDown();

            assertThat(running.failed().reason()).isEqualTo(Reason.CANCELLED);
            assertThat(waiting.failed().reason()).isEqualTo(Reason.CANCELLED);
            assertThat(run(loop, free(prompt(3), 5, Sampling.GREEDY))
                            .generated()
                            .tokens())
                    .hasSize(5);
        }
    }

    @Test
    void closing_cancels_everything_and_refuses_what_comes_later() {
        GenerationLoop loop = loop(2, 256);
        List<Outcome> outcomes = IntStream.range(0, 5)
                .mapToObj(i -> run(loop, free(prompt(i), 450, Sampling.GREEDY)))
                .toList();
        loop.close();
        assertThat(outcomes).extracting(outcome -> outcome.failed().reason()).containsOnly(Reason.CANCELLED);
        assertThat(loop.submit(free(prompt(1), 5, Sampling.GREEDY), new Outcome()))
                .isEqualTo(new Submission.Refused(Submission.Refusal.CLOSED));
    }

    @Test
    void a_full_line_says_so() {
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (GenerationLoop loop = loop(1, 2)) {
            Outcome holding = new Outcome(() -> {
                begun.complete(null);
                await(released);
            });
            accepted(loop.submit(free(prompt(1), 5, Sampling.GREEDY), holding));
            begun.join();
            // The row that begins leaves the line only after its listener was told.
            accepted(loop.submit(free(prompt(2), 5, Sampling.GREEDY), new Outcome()));
            assertThat(loop.submit(free(prompt(3), 5, Sampling.GREEDY), new Outcome()))
                    .isEqualTo(new Submission.Refused(Submission.Refusal.BUSY));
            released.countDown();
            holding.generated();
        }
    }

    @Test
    void hundreds_of_rows_leave_nothing_behind() {
        long before = TorchValue.open();
        GenerationLoop loop = loop(8, 512);
        try (loop) {
            run(loop, free(prompt(1), 40, Sampling.GREEDY)).generated();
            IntStream.range(0, 300)
                    .mapToObj(i -> run(loop, free(prompt(i), 1 + i % 20, WARM)))
                    .toList()
                    .forEach(Outcome::generated);
        }
        assertThat(loop.load().kvTokensUsed()).isZero();
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    private GenerationLoop loop(int mostRows, int mostWaiting) {
        return loop(mostRows, mostWaiting, 7);
    }

    private GenerationLoop loop(int mostRows, int mostWaiting, int draftTokens) {
        return Requests.loop(
                new TinyModel(TinyModel.LLAMA, 1),
                mostRows,
                new LoopSettings(mostWaiting, clock::get, true, draftTokens, true));
    }
}
