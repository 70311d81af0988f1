package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.work.ShardAttempt;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rabbitmq")
class WatchdogTest {
    private final AtomicInteger halts = new AtomicInteger();
    private WorkerUnderTest test;
    private Watchdog watchdog;

    @BeforeEach
    void start() {
        test = new WorkerUnderTest().started();
        watchdog = new Watchdog(
                test.worker.desk(),
                test.worker.outbox(),
                () -> {
                    test.worker.tickResults();
                    test.clock.advance(Duration.ofMillis(50));
                },
                halts::incrementAndGet,
                test.clock,
                Duration.ofSeconds(30));
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void an_engine_that_ends_items_in_time_is_left_alone() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        pass(Duration.ofHours(1));
        test.extractor.begin(0);
        pass(Duration.ofSeconds(120 + 30));

        assertThat(halts).as("waiting does not count").hasValue(0);
    }

    @Test
    void a_process_that_stood_still_convicts_nobody_for_it() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        pass(Duration.ofSeconds(60));

        test.clock.advance(Duration.ofHours(1));
        watchdog.tick();
        pass(Duration.ofSeconds(80));
        assertThat(halts).hasValue(0);

        pass(Duration.ofSeconds(20));
        assertThat(halts).as("what it ran beyond its limit").hasValue(1);
    }

    @Test
    void a_hang_on_one_item_alone_names_it_in_its_result_and_ends_the_process() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        pass(Duration.ofSeconds(120 + 31));

        assertThat(halts).hasValue(1);
        assertThat(test.takeResult().items()).singleElement().isInstanceOfSatisfying(ItemFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.TIME_LIMIT);
            assertThat(failure.message()).contains("item_seconds = 120");
        });
    }

    @Test
    void a_hang_among_several_items_ends_the_process_and_convicts_none() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.beginAll();
        pass(Duration.ofSeconds(120 + 31));

        assertThat(halts).hasValue(1);
        assertThat(test.takeResults()).isEmpty();
    }

    @Test
    void a_hang_beside_an_online_request_ends_the_process_and_convicts_nobody() {
        test.worker.desk().beside(() -> true);
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        pass(Duration.ofSeconds(120 + 31));

        assertThat(halts).hasValue(1);
        assertThat(test.takeResults()).isEmpty();
    }

    @Test
    void a_row_that_hangs_after_its_shard_was_stopped_ends_the_process_and_convicts_no_other() {
        test.dispatch(shard(1, 0), shard(2, 1));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.untilStarted(0, 1);
        test.extractor.hang();
        test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.STOP);
        test.worker.tickHeartbeat();
        test.worker.tickResults();
        test.extractor.begin(1);
        pass(Duration.ofSeconds(120 + 31));

        assertThat(halts).hasValue(1);
        assertThat(test.takeResults()).as("it may be either of the two").isEmpty();
    }

    @Test
    void a_row_that_hangs_alone_after_its_shard_was_stopped_ends_the_process() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.extractor.hang();
        test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.STOP);
        test.worker.tickHeartbeat();
        test.worker.tickResults();
        pass(Duration.ofSeconds(120 + 31));

        assertThat(halts).hasValue(1);
        assertThat(test.takeResults()).as("nobody wants its result").isEmpty();
    }

    @Test
    void nothing_begins_beside_a_hang_while_its_verdict_is_on_its_way() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.dispatch(shard(2, 1));
        WorkerUnderTest.until("delivered", () -> !test.worker.desk().isIdle());
        pass(Duration.ofSeconds(120 + 31));
        test.worker.tickHeartbeat();
        test.worker.tickClaims();

        assertThat(test.extractor.started()).containsExactly(0);
    }

    @Test
    void a_hang_while_the_broker_is_away_ends_the_process_all_the_same() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.cable.cut();
        pass(Duration.ofSeconds(120 + 31));

        assertThat(halts).hasValue(1);
    }

    /** Time goes by in which the process runs; until it is ended. */
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds() && halts.get() == 0; second++) {
            test.clock.advance(Duration.ofSeconds(1));
            watchdog.tick();
        }
    }
}
