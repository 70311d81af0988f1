package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.work.ShardAttempt;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("rabbitmq")
class ConnectionLossTest {
    private final WorkerUnderTest test = new WorkerUnderTest();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void a_worker_that_starts_before_its_broker_connects_when_the_broker_comes() {
        test.cable.cut();
        test.worker.tickHeartbeat();
        test.worker.broker().start();
        test.dispatch(shard(1, 0));
        test.worker.tickClaims();
        assertThat(test.worker.broker().connected()).isFalse();

        test.cable.mend();
        test.untilStarted(0);
    }

    @Test
    void unclaimed_deliveries_are_forgotten_and_come_again() {
        test.started();
        test.coordinator.away = true;
        test.dispatch(shard(1, 0));
        until("asked", () -> {
            test.worker.tickClaims();
            return test.coordinator.calls.stream().anyMatch(call -> call.endsWith("/claims"));
        });
        reconnect();
        test.coordinator.away = false;
        test.clock.advance(java.time.Duration.ofSeconds(1));

        test.untilStarted(0);
        assertThat(test.coordinator.claims).as("one delivery, one claim").hasSize(1);
    }

    @Test
    void a_claimed_shard_goes_on() {
        test.started();
        test.dispatch(shard(1, 0, 1));
        test.untilStarted(0, 1);
        reconnect();
        test.dispatch(shard(2, 2));
        test.extractor.beginAll();
        test.untilStarted(0, 1, 2);
        assertThat(test.coordinator.claims).as("no second claim of the first").hasSize(2);
        assertThat(test.extractor.cancelled()).isEmpty();

        test.extractor.finish(0, 1);
        test.untilConfirmed();
        assertThat(positions(test.takeResult())).containsExactlyInAnyOrder(0, 1);
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    @Test
    void results_that_were_not_confirmed_are_sent_again_over_the_next_connection() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.cable.cut();
        until("gone", () -> !test.worker.broker().connected());
        test.extractor.finish(0);
        test.worker.tickResults();
        assertThat(test.worker.outbox().isConfirmed()).isFalse();

        test.cable.mend();
        test.untilConfirmed();
        assertThat(positions(test.takeResult())).containsExactly(0);
    }

    @Test
    void a_connection_lost_while_the_claim_is_asked_harms_nothing() {
        test.started();
        test.coordinator.onClaim = shard -> {
            reconnect();
            return new ClaimReply.Granted(List.of());
        };
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.coordinator.onClaim = shard -> new ClaimReply.Refused("begun");
        test.extractor.finish(0);
        test.untilConfirmed();
        until("redelivery settled", () -> {
            test.worker.tickClaims();
            test.worker.tickResults();
            return test.worker.desk().isIdle();
        });

        assertThat(test.worker.desk().held()).singleElement().satisfies(held -> assertThat(held.shard())
                .isEqualTo(new ShardAttempt(1, 1)));
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    private void reconnect() {
        test.cable.cut();
        until("gone", () -> !test.worker.broker().connected());
        test.cable.mend();
        until("back", () -> test.worker.broker().connected());
    }
}
