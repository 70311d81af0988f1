package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.work.ShardAttempt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rabbitmq")
class LeavingTest {
    private WorkerUnderTest test;

    @BeforeEach
    void start() {
        test = new WorkerUnderTest().started();
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_worker_that_leaves_sends_what_is_finished_returns_the_rest_and_says_goodbye() {
        test.dispatch(shard(1, 0, 1), shard(2, 2), shard(3, 3));
        test.untilStarted(0, 1);
        test.extractor.beginAll();
        test.untilStarted(0, 1, 2);
        test.extractor.finish(0, 2);
        leaveWhenItemsHadTheirTime();

        assertThat(test.extractor.cancelled()).containsExactly(1);
        assertThat(test.takeResults())
                .flatExtracting(WorkerUnderTest::positions)
                .containsExactlyInAnyOrder(0, 2);
        assertThat(test.coordinator.returns).containsExactly(new ShardReturn(new ShardAttempt(1, 1), "drain"));
        assertThat(test.coordinator.calls).last().isEqualTo("DELETE /workers/" + test.incarnation);
        assertThat(test.leftInQueueAfterKill())
                .as("the one that was not claimed")
                .isEqualTo(1);
    }

    @Test
    void a_worker_that_leaves_while_the_coordinator_is_away_leaves_claimed_shards_to_their_leases() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.coordinator.away = true;
        leaveWhenItemsHadTheirTime();

        assertThat(positions(test.takeResult())).containsExactly(0);
        assertThat(test.coordinator.returns).isEmpty();
    }

    @Test
    void leaving_does_not_wait_for_ever_for_a_broker_that_is_gone() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.cable.cut();
        leaveAtTheVeryEnd();

        assertThat(test.coordinator.returns).hasSize(1);
    }

    @Test
    void items_that_end_within_the_grace_are_sent_and_nothing_is_returned() throws Exception {
        test.dispatch(shard(1, 0, 1), shard(2, 2));
        test.untilStarted(0, 1);
        test.extractor.begin(0);
        test.worker.takeNoMore();
        CompletableFuture<Void> left = CompletableFuture.runAsync(test.worker::leave);
        // One by one: the worker is still there for the second.
        test.extractor.finish(0);
        test.clock.advance(Duration.ofSeconds(1));
        assertThat(positions(test.takeResult())).containsExactly(0);
        test.extractor.finish(1);
        left.get(20, TimeUnit.SECONDS);

        assertThat(test.extractor.cancelled()).isEmpty();
        assertThat(positions(test.takeResult())).containsExactly(1);
        assertThat(test.coordinator.returns).isEmpty();
        assertThat(test.coordinator.calls).last().isEqualTo("DELETE /workers/" + test.incarnation);
        assertThat(test.leftInQueueAfterKill())
                .as("the one that was not claimed")
                .isEqualTo(1);
    }

    @Test
    void a_shard_that_was_claimed_while_the_worker_was_told_to_stop_is_returned_or_ends() {
        test.coordinator.onClaim = shard -> {
            test.worker.takeNoMore();
            return new ClaimReply.Granted(List.of());
        };
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        leaveWhenItemsHadTheirTime();

        assertThat(test.coordinator.returns).containsExactly(new ShardReturn(new ShardAttempt(1, 1), "drain"));
    }

    private void leaveWhenItemsHadTheirTime() {
        leaveAfter(new Grace(WorkerUnderTest.GRACE).working());
    }

    private void leaveAtTheVeryEnd() {
        leaveAfter(new Grace(WorkerUnderTest.GRACE).confirming());
    }

    private void leaveAfter(Duration time) {
        test.worker.takeNoMore();
        test.clock.advance(time);
        test.worker.leave();
    }
}
