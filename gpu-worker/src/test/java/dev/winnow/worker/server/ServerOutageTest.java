package dev.winnow.worker.server;

import static dev.winnow.worker.server.ServerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.worker.extraction.Condition;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.server.ServerDouble.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server in trouble is no item's fault. */
class ServerOutageTest {
    private ServerUnderTest test;

    @BeforeEach
    void start() {
        test = new ServerUnderTest();
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_server_that_is_gone_costs_no_item_and_its_items_are_done_when_it_is_back() {
        test.server.stop();
        List<Collected> items = IntStream.range(0, 6).mapToObj(test::start).toList();
        until("away", () -> test.extractor.condition() == Condition.AWAY);
        until("all wait", () -> test.extractor.load().waiting() == 6);

        test.pass(Duration.ofSeconds(10));
        assertThat(items).noneMatch(Collected::isFinished);
        test.server.restart();

        test.passUntil("all are done", () -> items.stream().allMatch(Collected::isFinished));
        assertThat(items).allSatisfy(item -> {
            assertThat(item.output().output()).isEqualTo(ServerDouble.VALID);
            assertThat(item.begun.get()).isEqualTo(item.putBack.get() + 1);
        });
        assertThat(test.extractor.condition()).isEqualTo(Condition.WORKING);
    }

    @Test
    void a_server_that_ends_in_the_middle_loses_nothing_and_nobody_is_blamed() {
        test.server.onItem = request -> Answer.never();
        List<Collected> items = IntStream.range(0, 6).mapToObj(test::start).toList();
        until("at the server", () -> test.server.requests.size() == ServerUnderTest.PLACES);

        test.server.stop();
        until("all wait", () -> test.extractor.load().waiting() == 6);
        test.server.onItem = request -> Answer.written(ServerDouble.VALID);
        test.server.restart();

        test.passUntil("all are done", () -> items.stream().allMatch(Collected::isFinished));
        assertThat(items).allSatisfy(item -> assertThat(item.output()).isNotNull());
    }

    @Test
    void a_server_that_still_loads_is_sent_nothing_but_the_question_whether_it_works() {
        Answer loading = Answer.of(503, "{\"error\": {\"message\": \"Loading model\", \"code\": 503}}");
        test.server.onItem = request -> loading;
        test.server.onHello = loading;
        Collected item = test.start(0);
        until("away", () -> test.extractor.condition() == Condition.AWAY);

        test.passUntil("asked several times", () -> test.server.hellos.get() >= 3);
        assertThat(test.server.requests).hasSize(1);
        test.server.onItem = request -> Answer.written(ServerDouble.VALID);
        test.server.onHello = Answer.written("Hi");

        test.passUntil("done", item::isFinished);
        assertThat(item.output()).isNotNull();
        assertThat(test.server.requests).hasSize(2);
    }

    @Test
    void a_server_that_wants_to_be_left_alone_is_left_alone_for_so_long() {
        AtomicInteger asked = new AtomicInteger();
        test.server.onItem = request -> asked.getAndIncrement() == 0
                ? Answer.of(429, "{\"error\": {\"message\": \"too many requests\"}}", "Retry-After", "20")
                : Answer.written(ServerDouble.VALID);
        Collected item = test.start(0);
        until("away", () -> test.extractor.condition() == Condition.AWAY);

        test.pass(Duration.ofSeconds(19));
        assertThat(test.server.hellos).hasValue(0);
        assertThat(test.server.requests).hasSize(1);

        test.passUntil("done", item::isFinished);
        assertThat(item.output()).isNotNull();
    }

    @Test
    void an_item_whose_time_runs_out_while_the_server_is_left_alone_waits_again() {
        test.server.onItem = request -> Answer.never();
        Collected slow = test.start(0);
        until("at the server", () -> test.server.requests.size() == 1);
        test.server.onItem =
                request -> Answer.of(429, "{\"error\": {\"message\": \"too many requests\"}}", "Retry-After", "300");
        Collected other = test.start(1);
        until("away", () -> test.extractor.condition() != Condition.WORKING);

        test.pass(Duration.ofSeconds(150));

        assertThat(slow.isFinished()).isFalse();
        assertThat(slow.begun.get()).as("nothing of it is under way").isEqualTo(slow.putBack.get());
        test.server.onItem = request -> Answer.written(ServerDouble.VALID);
        test.passUntil("both are done", () -> slow.isFinished() && other.isFinished());
        assertThat(slow.output()).isNotNull();
    }

    @Test
    void half_an_answer_is_no_answer_and_its_item_is_done_again() {
        AtomicInteger asked = new AtomicInteger();
        test.server.onItem =
                request -> asked.getAndIncrement() == 0 ? Answer.half() : Answer.written(ServerDouble.VALID);
        Collected item = test.start(0);

        test.passUntil("done", item::isFinished);
        assertThat(item.output()).isNotNull();
        assertThat(item.putBack).hasValue(1);
    }

    @Test
    void an_item_that_ends_servers_is_found_and_its_neighbours_are_done() {
        test.server.onItem = request ->
                request.at("/messages/0/content").asText().endsWith("item 2")
                        ? Answer.half()
                        : Answer.written(ServerDouble.VALID);

        List<Collected> items = IntStream.range(0, 6).mapToObj(test::start).toList();

        test.passUntil("all are done", () -> items.stream().allMatch(Collected::isFinished));
        assertThat(items.get(2).failure().code()).isEqualTo(ErrorCode.ENGINE_ERROR);
        assertThat(items.get(2).failure().message()).contains("alone, 2 times");
        items.stream().filter(item -> item != items.get(2)).forEach(item -> assertThat(item.output())
                .isNotNull());
    }

    @Test
    void nobody_is_convicted_by_a_server_that_fails_over_everything() {
        test.server.onItem = request -> Answer.of(500, "{\"error\": {\"message\": \"the engine is dead\"}}");
        test.server.onHello = Answer.of(500, "{}");
        List<Collected> items = IntStream.range(0, 3).mapToObj(test::start).toList();

        test.passUntil("asked often", () -> test.server.hellos.get() >= 8);
        assertThat(items).noneMatch(Collected::isFinished);
        test.server.onItem = request -> Answer.written(ServerDouble.VALID);
        test.server.onHello = Answer.written("Hi");

        test.passUntil("all are done", () -> items.stream().allMatch(Collected::isFinished));
        assertThat(items).allSatisfy(item -> assertThat(item.output()).isNotNull());
    }

    @Test
    void a_server_that_is_away_for_long_is_lost_until_it_works_again_without_any_item() {
        test.server.stop();
        Collected item = new Collected();
        Extraction extraction = test.start(0, ServerUnderTest.task(true, null), item);
        until("away", () -> test.extractor.condition() == Condition.AWAY);

        test.pass(ServerUnderTest.AWAY);
        assertThat(test.extractor.condition()).isEqualTo(Condition.LOST);
        extraction.cancel();
        assertThat(item.ended).hasValue(1);
        test.server.restart();

        test.passUntil("works", () -> test.extractor.condition() == Condition.WORKING);
        assertThat(test.server.requests).isEmpty();
    }

    @Test
    void an_idle_worker_notices_that_its_server_is_gone() {
        test.server.stop();

        test.passUntil("away", () -> test.extractor.condition() == Condition.AWAY);
    }

    @Test
    void an_item_that_passes_its_limit_fails_if_the_server_lives() {
        test.server.onItem = request -> Answer.never();
        Collected item = test.start(0);
        test.pass(Duration.ofSeconds(119));
        assertThat(item.isFinished()).isFalse();

        test.pass(Duration.ofSeconds(2));
        test.passUntil("judged", item::isFinished);
        assertThat(item.failure().code()).isEqualTo(ErrorCode.TIME_LIMIT);
        assertThat(item.failure().message()).contains("item_seconds = 120", "WINNOW_SLOTS");
    }

    @Test
    void an_item_that_passes_its_limit_at_a_server_that_is_stuck_waits() {
        test.server.onItem = request -> Answer.never();
        Collected item = test.start(0);
        until("at the server", () -> test.server.requests.size() == 1);
        test.server.models = Answer.of(503, "{}");

        test.pass(Duration.ofSeconds(125));
        test.passUntil("put back", () -> item.putBack.get() == 1);
        assertThat(item.isFinished()).isFalse();
        assertThat(test.extractor.condition()).isNotEqualTo(Condition.WORKING);
    }

    @Test
    void time_in_which_the_process_stood_still_is_no_items() {
        AtomicInteger asked = new AtomicInteger();
        test.server.onItem = request -> {
            asked.incrementAndGet();
            return Answer.never();
        };
        Collected item = test.start(0);
        until("at the server", () -> asked.get() == 1);

        test.clock.advance(Duration.ofHours(3));
        test.extractor.tick();
        test.pass(Duration.ofSeconds(60));
        assertThat(item.isFinished()).isFalse();
        assertThat(item.putBack).hasValue(0);
    }

    @Test
    void another_model_that_comes_back_in_its_place_is_not_used() {
        Answer models = test.server.models;
        test.server.stop();
        Collected item = test.start(0);
        until("away", () -> test.extractor.condition() == Condition.AWAY);
        test.server.models = Answer.of(200, models.body().replace("Some", "Other"));
        test.server.restart();

        test.passUntil("looked at", () -> test.server.looks.get() >= 3);
        assertThat(item.isFinished()).isFalse();
        assertThat(test.server.requests).isEmpty();
        test.server.models = models;

        test.passUntil("done", item::isFinished);
        assertThat(item.output()).isNotNull();
    }

    @Test
    void a_redirect_is_not_followed() {
        ServerDouble elsewhere = new ServerDouble();
        try (elsewhere) {
            test.server.onItem =
                    request -> Answer.of(307, "", "Location", elsewhere.address() + "/v1/chat/completions");
            Collected item = test.start(0);

            until("away", () -> test.extractor.condition() == Condition.AWAY);
            assertThat(item.isFinished()).isFalse();
            assertThat(elsewhere.keys).isEmpty();
            assertThat(elsewhere.requests).isEmpty();
        }
    }

    @Test
    void an_answer_without_end_does_not_fill_the_memory() {
        AtomicInteger asked = new AtomicInteger();
        test.server.onItem = request -> asked.getAndIncrement() == 0
                ? Answer.of(200, "x".repeat(17 << 20))
                : Answer.written(ServerDouble.VALID);
        Collected item = test.start(0);

        test.passUntil("done", item::isFinished);
        assertThat(item.output()).isNotNull();
        assertThat(item.putBack).hasValue(1);
    }
}
