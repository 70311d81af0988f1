package dev.winnow.engine.generation;

import static dev.winnow.engine.generation.Requests.CHUNK;
import static dev.winnow.engine.generation.Requests.accepted;
import static dev.winnow.engine.generation.Requests.alone;
import static dev.winnow.engine.generation.Requests.await;
import static dev.winnow.engine.generation.Requests.constrained;
import static dev.winnow.engine.generation.Requests.filled;
import static dev.winnow.engine.generation.Requests.free;
import static dev.winnow.engine.generation.Requests.prompt;
import static dev.winnow.engine.generation.Requests.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import dev.winnow.text.constraint.Cursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever happens to a row, its neighbours get the very tokens that they get alone. */
@Timeout(120)
class FailingRowsTest {
    private final TinyModel weights = new TinyModel(TinyModel.LLAMA, 1);
    private final AtomicLong time = new AtomicLong();
    // Throws at the call that brings it to 0.
    private final AtomicInteger readingsUntilTheClockBreaks = new AtomicInteger();

    @Test
    void a_bad_row_harms_only_itself() {
        List<GenerationRequest> good = IntStream.range(0, 5)
                .mapToObj(i -> free(prompt(i), 40, i == 2 ? new Sampling(0.9, 3) : Sampling.GREEDY))
                .toList();
        List<Cursor> bad = List.of(
                throwing(() -> new IllegalStateException("this cursor is broken")),
                throwing(() -> new AssertionError("so is this")),
                throwing(StackOverflowError::new),
                throwing(() -> new OutOfMemoryError("and this takes too much")),
                // The model has no such token: the native step fails, for all rows of the batch.
                new ScriptedCursor(List.of(new int[] {1, 2}, new int[] {9_999}, new int[] {3, 4})));
        try (GenerationLoop loop = loop(weights, 10)) {
            CountDownLatch submitted = new CountDownLatch(1);
            List<Outcome> goodOutcomes = new ArrayList<>();
            List<Outcome> badOutcomes = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                goodOutcomes.add(new Outcome(() -> await(submitted)));
                accepted(loop.submit(good.get(i), goodOutcomes.get(i)));
                badOutcomes.add(run(loop, constrained(bad.get(i), 10, Sampling.GREEDY)));
            }
            submitted.countDown();

            badOutcomes.forEach(outcome -> assertThat(outcome.failed().reason()).isEqualTo(Reason.ENGINE_ERROR));
            assertThat(badOutcomes.get(0).failed().message()).contains("this cursor is broken");
            assertThat(badOutcomes.get(2).failed().message()).contains("StackOverflowError");
            for (int i = 0; i < 5; i++) {
                assertThat(goodOutcomes.get(i).generated().tokens()).isEqualTo(alone(weights, good.get(i)));
            }
            assertNothingIsHeld(loop);
        }
    }

    @Test
    void a_cursor_that_breaks_before_its_first_token_harms_only_its_own_row() {
        GenerationRequest good = free(prompt(2), 40, Sampling.GREEDY);
        List<Cursor> bad = List.of(
                throwingAtOnce(() -> new IllegalStateException("this cursor is broken")),
                throwingAtOnce(() -> new AssertionError("so is this")),
                throwingAtOnce(StackOverflowError::new),
                // The model has no such token, and it is read with the prompt.
                new ScriptedCursor(List.of(new int[] {9_999}, new int[] {3, 4})));
        try (GenerationLoop loop = loop(weights, 6)) {
            CountDownLatch submitted = new CountDownLatch(1);
            Outcome neighbour = new Outcome(() -> await(submitted));
            accepted(loop.submit(good, neighbour));
            List<Outcome> outcomes = bad.stream()
                    .map(cursor -> run(loop, constrained(cursor, 10, Sampling.GREEDY)))
                    .toList();
            submitted.countDown();

            outcomes.forEach(outcome -> assertThat(outcome.failed().reason()).isEqualTo(Reason.ENGINE_ERROR));
            assertThat(neighbour.generated().tokens()).isEqualTo(alone(weights, good));
            assertNothingIsHeld(loop);
        }
    }

    @Test
    void a_row_that_fails_after_the_step_makes_no_other_row_step_twice() {
        GenerationRequest before = free(prompt(2), 60, Sampling.GREEDY);
        GenerationRequest after = free(prompt(4), 60, Sampling.GREEDY);
        Cursor breakingTheClock = new ScriptedCursor(Collections.nCopies(40, new int[] {1, 2, 3})) {
            private int taken;

            @Override
            public void accept(int token) {
                super.accept(token);
                if (++taken == 20) {
                    readingsUntilTheClockBreaks.set(1);
                }
            }
        };
        try (GenerationLoop loop = loop(weights, 4)) {
            CountDownLatch submitted = new CountDownLatch(1);
            Outcome first = new Outcome(() -> await(submitted));
            accepted(loop.submit(before, first));
            Outcome failing = run(loop, constrained(breakingTheClock, 40, Sampling.GREEDY));
            Outcome last = run(loop, after);
            submitted.countDown();

            assertThat(failing.failed().reason()).isEqualTo(Reason.ENGINE_ERROR);
            assertThat(failing.failed().message()).contains("the clock is broken");
            assertThat(first.generated().tokens()).isEqualTo(alone(weights, before));
            assertThat(last.generated().tokens()).isEqualTo(alone(weights, after));
            assertNothingIsHeld(loop);
        }
    }

    @Test
    void a_row_that_cannot_begin_is_told_and_holds_nothing() {
        try (GenerationLoop loop = loop(weights, 4)) {
            run(loop, free(prompt(1), 3, Sampling.GREEDY)).generated();
            // Idle now: the next round reads the clock for late rows and for itself, then for the row that begins.
            readingsUntilTheClockBreaks.set(3);
            Outcome outcome = run(loop, free(prompt(2), 5, Sampling.GREEDY));

            assertThat(outcome.failed().reason()).isEqualTo(Reason.ENGINE_ERROR);
            assertThat(run(loop, free(prompt(3), 5, Sampling.GREEDY))
                            .generated()
                            .tokens())
                    .hasSize(5);
            assertNothingIsHeld(loop);
        }
    }

    @Test
    void a_row_without_finite_scores_fails_and_leaves_no_trace_in_its_slot() {
        TinyModel overflowing = new TinyModel(TinyModel.LLAMA, 1).overflowingAt(77);
        GenerationRequest brief = free(new int[] {5, 6}, 20, Sampling.GREEDY);
        GenerationRequest longer = free(filled(35, 3), 20, Sampling.GREEDY);
        try (GenerationLoop loop = loop(overflowing, 4)) {
            List<Outcome> bad = IntStream.range(0, 3)
                    .mapToObj(i -> run(loop, free(filled(50, 77), 5, Sampling.GREEDY)))
                    .toList();
            bad.forEach(outcome -> assertThat(outcome.failed().message()).contains("no finite score"));

            CountDownLatch submitted = new CountDownLatch(1);
            Outcome first = new Outcome(() -> await(submitted));
            accepted(loop.submit(brief, first));
            Outcome second = run(loop, longer);
            submitted.countDown();

            assertThat(first.generated().tokens()).isEqualTo(alone(overflowing, brief));
            assertThat(second.generated().tokens()).isEqualTo(alone(overflowing, longer));
        }
    }

    @Test
    void a_row_that_is_cancelled_while_its_prompt_is_read_goes_at_once() {
        GenerationRequest neighbour = free(prompt(3), 60, Sampling.GREEDY);
        GenerationRequest later = free(prompt(5), 30, Sampling.GREEDY);
        try (GenerationLoop loop = loop(weights, 2)) {
            CountDownLatch submitted = new CountDownLatch(1);
            CountDownLatch cancelled = new CountDownLatch(1);
            Outcome running = new Outcome(() -> await(submitted));
            accepted(loop.submit(neighbour, running));
            // It has read one chunk of twenty when the loop learns of it.
            Outcome reading = new Outcome(() -> await(cancelled));
            GenerationId id = accepted(loop.submit(free(filled(20 * CHUNK, 9), 50, Sampling.GREEDY), reading));
            submitted.countDown();
            loop.cancel(id);
            cancelled.countDown();
            Outcome next = run(loop, later);

            assertThat(reading.failed().reason()).isEqualTo(Reason.CANCELLED);
            assertThat(running.generated().tokens()).isEqualTo(alone(weights, neighbour));
            assertThat(next.generated().tokens()).isEqualTo(alone(weights, later));
            assertNothingIsHeld(loop);
        }
    }

    @Test
    void a_row_whose_time_ends_while_its_prompt_is_read_fails_by_name() {
        try (GenerationLoop loop = loop(weights, 2)) {
            Outcome hurried =
                    new Outcome(() -> time.addAndGet(Duration.ofSeconds(3).toNanos()));
            loop.submit(
                    new GenerationRequest(
                            filled(20 * CHUNK, 9), null, 50, Sampling.GREEDY, Set.of(), Duration.ofSeconds(2)),
                    hurried);
            assertThat(hurried.failed().reason()).isEqualTo(Reason.TIME_LIMIT);
            assertThat(hurried.failed().message()).contains("after 0 of at most 50 output tokens");
            assertNothingIsHeld(loop);
        }
    }

    @Test
    void a_listener_that_throws_harms_no_one() {
        try (GenerationLoop loop = loop(weights, 4)) {
            for (Supplier<Throwable> fault :
                    List.<Supplier<Throwable>>of(IllegalStateException::new, AssertionError::new, LinkageError::new)) {
                loop.submit(free(prompt(1), 5, Sampling.GREEDY), new GenerationListener() {
                    @Override
                    public void begun() {
                        throw unchecked(fault.get());
                    }

                    @Override
                    public void finished(GenerationOutcome outcome) {
                        throw unchecked(fault.get());
                    }
                });
                assertThat(run(loop, free(prompt(1), 5, Sampling.GREEDY))
                                .generated()
                                .tokens())
                        .hasSize(5);
            }
            assertNothingIsHeld(loop);
        }
    }

    private GenerationLoop loop(TinyModel model, int mostRows) {
        return Requests.loop(
                model,
                mostRows,
                new LoopSettings(
                        256,
                        () -> {
                            if (readingsUntilTheClockBreaks.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
                                throw new IllegalStateException("the clock is broken");
                            }
                            return time.get();
                        },
                        true,
                        LoopSettings.MOST_DRAFT_TOKENS,
                        true));
    }

    private static void assertNothingIsHeld(GenerationLoop loop) {
        loop.close();
        assertThat(loop.load().kvTokensUsed()).isZero();
        assertThat(loop.load().running()).isZero();
    }

    private static Cursor throwing(Supplier<Throwable> fault) {
        return new ScriptedCursor(List.of(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6})) {
            private int asked;

            @Override
            public void allow(long[] mask) {
                if (++asked == 2) {
                    throw unchecked(fault.get());
                }
                super.allow(mask);
            }
        };
    }

    private static Cursor throwingAtOnce(Supplier<Throwable> fault) {
        return new ScriptedCursor(List.of(new int[] {1}, new int[] {3, 4})) {
            @Override
            public int[] forced() {
                throw unchecked(fault.get());
            }
        };
    }

    private static RuntimeException unchecked(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        return (RuntimeException) fault;
    }
}
