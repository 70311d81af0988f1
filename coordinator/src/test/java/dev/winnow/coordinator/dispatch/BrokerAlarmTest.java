package dev.winnow.coordinator.dispatch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.BrokerAlarm;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** RabbitMQ's disk is full: it takes no messages, but delivers those that it has. */
@QuarkusTest
class BrokerAlarmTest extends CoordinatorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    WorkPublisher publisher;

    @Test
    @SuppressWarnings("try") // the alarm is there to be on
    void readiness_names_the_alarm_nothing_is_dispatched_meanwhile_and_all_goes_on_by_itself_afterwards() {
        submit(8);
        dispatch();
        ShardWork delivered = worker.takeOne();
        submit(8);
        planner.runOnce();
        assertThat(readiness()).contains("\"UP\"").doesNotContain("\"DOWN\"");

        try (BrokerAlarm alarm = new BrokerAlarm()) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(readiness())
                    .contains("\"DOWN\"")
                    .contains("broker takes messages", "blocks publishers", "disk"));
            for (int round = 0; round < 10; round++) {
                assertThat(dispatcher.runOnce()).isZero();
            }
            assertThat(count("shard where state = 'planned'")).isOne();
            // The reaper finds an empty queue, and a shard that was delivered before; none is sent in vain.
            pass(Duration.ofSeconds(70));
            worker.heartbeat();
            assertThat(dispatcher.runOnce()).isZero();
            assertThat(count("shard where state = 'dispatched'")).isZero();
        }

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(readiness()).doesNotContain("\"DOWN\""));
        dispatch();
        ShardWork first = takeWithin(PATIENCE);
        ShardWork second = takeWithin(PATIENCE);
        assertThat(List.of(first.shard().shard(), second.shard().shard())).containsExactlyInAnyOrder(1L, 2L);
        assertThat(delivered.shard()).isEqualTo(new ShardAttempt(1, 1));
    }

    @Test
    @SuppressWarnings("try") // the alarm is there to be on
    void a_shard_that_was_on_its_way_when_the_alarm_began_counts_as_perhaps_sent_and_comes_in_the_end() {
        submit(1);
        dispatch();
        ShardWork work = worker.takeOne();
        byte[] body = WireFormat.write(work);

        try (BrokerAlarm alarm = new BrokerAlarm()) {
            publisher.publish(TestWorker.POOL, List.of(new OutgoingShard(work.shard(), work.job(), 1, null, body)));
            assertThat(worker.take()).as("it is in no queue yet").isEmpty();
            assertThat(count("shard where state = 'dispatched'")).isOne();
        }

        // The connection was given up meanwhile. Whether the broker still reads what stood in it is the network's
        // affair;
        // what it does not read comes back, since nobody claims it.
        ShardWork arrived = await().atMost(PATIENCE)
                .until(
                        () -> {
                            Optional<ShardWork> taken = worker.take();
                            if (taken.isEmpty()) {
                                pass(Duration.ofSeconds(70));
                                worker.heartbeat();
                                dispatcher.runOnce();
                            }
                            return taken;
                        },
                        Optional::isPresent)
                .orElseThrow();
        assertThat(arrived.shard()).isEqualTo(work.shard());
    }

    private ShardWork takeWithin(Duration patience) {
        return await().atMost(patience).until(worker::take, Optional::isPresent).orElseThrow();
    }

    private static String readiness() {
        return given().get("/q/health/ready").asString();
    }
}
