package dev.winnow.engine.generation;

import static dev.winnow.engine.generation.Requests.accepted;
import static dev.winnow.engine.generation.Requests.await;
import static dev.winnow.engine.generation.Requests.filled;
import static dev.winnow.engine.generation.Requests.free;
import static dev.winnow.engine.generation.Requests.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.TinyModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class UrgentTest {
    private static final TinyModel WEIGHTS = new TinyModel(TinyModel.LLAMA, 1);
    private static final Sampling GREEDY = Sampling.GREEDY;

    private final List<String> order = Collections.synchronizedList(new ArrayList<>());

    @Test
    void what_somebody_waits_for_has_a_place_though_others_fill_all_of_theirs_and_wait() {
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 3, LoopSettings.DEFAULT.keepingForUrgent(1))) {
            CountDownLatch allThere = new CountDownLatch(1);
            List<Told> others = IntStream.range(0, 6)
                    .mapToObj(i -> new Told("other", () -> await(allThere)))
                    .toList();
            others.forEach(told -> accepted(loop.submit(free(prompt(1), 60, GREEDY), told)));
            Told urgent = new Told("urgent", () -> {});
            accepted(loop.submit(free(prompt(2), 20, GREEDY).urgently(), urgent));
            allThere.countDown();

            urgent.outcome.generated();
            others.forEach(told -> told.outcome.generated());

            assertThat(order.indexOf("urgent begins")).isLessThanOrEqualTo(2);
            assertThat(order.indexOf("urgent ends"))
                    .as("the others wait for it, though it began after them")
                    .isLessThan(order.indexOf("other ends"));
        }
    }

    @Test
    void its_tokens_are_told_as_they_are_written_and_are_those_of_the_same_request_alone() {
        GenerationRequest request = free(prompt(2), 20, GREEDY);
        int[] alone = Requests.alone(WEIGHTS, request);
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 3, LoopSettings.DEFAULT.keepingForUrgent(1))) {
            Told other = new Told("other", () -> {});
            accepted(loop.submit(request, other));
            Told urgent = new Told("urgent", () -> {});
            accepted(loop.submit(request.urgently(), urgent));

            assertThat(urgent.outcome.generated().tokens()).isEqualTo(alone);
            assertThat(urgent.told.stream().flatMapToInt(IntStream::of).toArray())
                    .isEqualTo(alone);
            assertThat(urgent.told).hasSizeGreaterThan(1);
            assertThat(other.outcome.generated().tokens()).isEqualTo(alone);
            assertThat(other.told).isEmpty();
        }
    }

    @Test
    void cancelled_before_it_begins_it_ends_so() {
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 1, LoopSettings.DEFAULT)) {
            CountDownLatch cancelled = new CountDownLatch(1);
            Told first = new Told("first", () -> await(cancelled));
            accepted(loop.submit(free(prompt(1), 5, GREEDY), first));
            Told urgent = new Told("urgent", () -> {});
            loop.cancel(accepted(loop.submit(free(prompt(2), 20, GREEDY).urgently(), urgent)));
            cancelled.countDown();

            assertThat(urgent.outcome.failed().reason()).isEqualTo(GenerationOutcome.Reason.CANCELLED);
            first.outcome.generated();
        }
    }

    @Test
    void a_prompt_is_read_on_though_a_longer_one_that_somebody_waits_for_is_read() {
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 3, LoopSettings.DEFAULT.keepingForUrgent(1))) {
            CountDownLatch bothThere = new CountDownLatch(1);
            Told other = new Told("other", () -> await(bothThere));
            accepted(loop.submit(free(filled(3 * Requests.CHUNK, 7), 1, GREEDY), other));
            Told urgent = new Told("urgent", () -> {});
            accepted(loop.submit(free(filled(25 * Requests.CHUNK, 9), 1, GREEDY).urgently(), urgent));
            bothThere.countDown();

            other.outcome.generated();
            urgent.outcome.generated();
            assertThat(order.indexOf("other ends")).isLessThan(order.indexOf("urgent ends"));
        }
    }

    @Test
    void prompts_of_others_wait_while_somebody_waits_for_a_few_tokens() {
        try (GenerationLoop loop = Requests.loop(WEIGHTS, 3, LoopSettings.DEFAULT.keepingForUrgent(1))) {
            CountDownLatch bothThere = new CountDownLatch(1);
            Told urgent = new Told("urgent", () -> await(bothThere));
            accepted(loop.submit(free(prompt(2), 12, GREEDY).urgently(), urgent));
            Told other = new Told("other", () -> {});
            accepted(loop.submit(free(filled(Requests.CHUNK, 7), 1, GREEDY), other));
            bothThere.countDown();

            other.outcome.generated();
            urgent.outcome.generated();
            // Read in the fourth round, it would have been first.
            assertThat(order.indexOf("urgent ends")).isLessThan(order.indexOf("other ends"));
        }
    }

    @Test
    void a_large_request_begins_beside_what_somebody_waits_for_though_that_never_stops() {
        try (GenerationLoop loop = Requests.loopWithRoomFor(340, WEIGHTS, LoopSettings.DEFAULT.keepingForUrgent(1))) {
            CountDownLatch bothThere = new CountDownLatch(1);
            GenerationRequest small = free(filled(4, 9), 12, GREEDY).urgently();
            AtomicInteger more = new AtomicInteger(30);
            Told[] urgent = new Told[1];
            urgent[0] = new Told("urgent", () -> await(bothThere), () -> {
                if (more.getAndDecrement() > 0) {
                    accepted(loop.submit(small, urgent[0]));
                }
            });
            accepted(loop.submit(small, urgent[0]));
            int most = Math.toIntExact(loop.load().kvTokensTotal());
            // The smallest slot has 64 tokens; more than three quarters of the cache are left beside it.
            Told large = new Told("large", () -> {});
            accepted(loop.submit(free(filled(most - 70, 7), 2, GREEDY), large));
            bothThere.countDown();

            large.outcome.generated();
            assertThat(order.lastIndexOf("urgent begins")).isGreaterThan(order.indexOf("large begins"));
        }
    }

    /** Writes down what it is told. */
    private final class Told implements GenerationListener {
        private final String name;
        private final Runnable onEnded;
        private final Outcome outcome;
        private final List<int[]> told = Collections.synchronizedList(new ArrayList<>());

        private Told(String name, Runnable onBegun) {
            this(name, onBegun, () -> {});
        }

        private Told(String name, Runnable onBegun, Runnable onEnded) {
            this.name = name;
            this.onEnded = onEnded;
            this.outcome = new Outcome(onBegun);
        }

        @Override
        public void begun() {
            order.add(name + " begins");
            outcome.begun();
        }

        @Override
        public void wrote(int[] tokens) {
            told.add(tokens);
        }

        @Override
        public void finished(GenerationOutcome result) {
            order.add(name + " ends");
            onEnded.run();
            outcome.finished(result);
        }
    }
}
