package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.extraction.Condition;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What works on items may be away while the worker is there. */
@Tag("rabbitmq")
class ServerAwayTest {
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
    void a_worker_whose_server_is_away_claims_nothing_until_it_is_back() {
        test.extractor.condition = Condition.AWAY;
        test.dispatch(shard(1, 0));
        until("delivered", () -> !test.worker.desk().isIdle());

        test.worker.tickClaims();
        assertThat(test.coordinator.claims).isEmpty();
        assertThat(test.worker.works()).isFalse();
        test.extractor.condition = Condition.WORKING;

        test.untilStarted(0);
    }

    @Test
    void an_item_that_was_put_back_is_neither_evidence_nor_overdue() {
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.begin(0);
        test.extractor.putBack(0);
        test.clock.advance(Duration.ofSeconds(1));

        test.worker.tickHeartbeat();
        assertThat(test.coordinator
                        .heartbeats
                        .get(test.coordinator.heartbeats.size() - 1)
                        .shards())
                .singleElement()
                .satisfies(held -> assertThat(held.begun()).isEmpty());
        for (int second = 0; second < 300; second++) {
            test.clock.advance(Duration.ofSeconds(1));
            assertThat(test.worker.desk().overdue(Duration.ofSeconds(30))).isEmpty();
        }

        test.extractor.finish(0);
        assertThat(positions(sent())).containsExactly(0);
    }

    @Test
    void shards_of_a_server_that_is_lost_are_returned_without_blame_and_others_are_taken_when_it_is_back() {
        test.dispatch(shard(1, 0, 1), shard(2, 2), shard(3, 3));
        test.untilStarted(0, 1);
        test.extractor.finish(0);
        test.extractor.begin(1);
        test.extractor.putBack(1);
        until("others wait", () -> !test.worker.desk().isIdle());
        assertThat(positions(sent())).containsExactly(0);

        test.extractor.condition = Condition.LOST;
        test.worker.tickHeartbeat();

        assertThat(test.extractor.cancelled()).containsExactly(1);
        assertThat(test.coordinator.returns).containsExactly(new ShardReturn(new ShardAttempt(1, 1), "drain"));
        until("those not begun are for others", () -> test.readyNow() == 2);
        test.worker.tickHeartbeat();
        assertThat(test.coordinator
                        .heartbeats
                        .get(test.coordinator.heartbeats.size() - 1)
                        .draining())
                .isTrue();

        test.extractor.condition = Condition.WORKING;
        test.worker.tickHeartbeat();
        until("taken", () -> {
            test.worker.tickClaims();
            return test.extractor.started().contains(2);
        });
    }

    private ItemsFinished sent() {
        test.clock.advance(Duration.ofSeconds(5));
        test.untilConfirmed();
        return test.takeResult();
    }
}
