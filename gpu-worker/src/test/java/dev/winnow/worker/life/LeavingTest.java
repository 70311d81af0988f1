package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.work.ShardAttempt;
import java.time.Duration;
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
        leave(Duration.ofSeconds(10));

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
    void a_worker_that_leaves_while_the_coordinator_is_away_leaves_claimed_deliveries_to_the_broker() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.coordinator.away = true;
        leave(Duration.ofSeconds(10));

        assertThat(positions(test.takeResult())).containsExactly(0);
        assertThat(test.leftInQueueAfterKill()).isEqualTo(1);
    }

    @Test
    void leaving_does_not_wait_for_ever_for_a_broker_that_is_gone() {
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.cable.cut();
        leave(Duration.ZERO);

        assertThat(test.coordinator.returns).hasSize(1);
    }

    private void leave(Duration patience) {
        test.worker.takeNoMore();
        test.worker.leave(patience);
    }
}
