package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.positions;
import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.result.SendingRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** RabbitMQ's disk is full: it reads nothing more from connections that publish. */
@Tag("rabbitmq")
class BlockedBrokerTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(20);
    private static final int ITEMS = 48;
    private static final int CHARACTERS = 400_000;

    private final WorkerUnderTest test = new WorkerUnderTest(SendingRules.ofProtocol(1 << 26));

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    @SuppressWarnings("try") // the alarm is there to be on
    void results_wait_the_worker_lives_on_and_everything_arrives_when_the_alarm_is_over() {
        test.started();
        test.dispatch(shard(1, 0));
        test.untilStarted(0);
        test.extractor.beginAll();
        test.dispatch(shard(2, IntStream.range(1, ITEMS).toArray()));
        test.untilStarted(IntStream.range(0, ITEMS).boxed().toArray(Integer[]::new));

        try (BrokerAlarm alarm = new BrokerAlarm()) {
            test.extractor.finish(0);
            IntStream.range(1, ITEMS).forEach(position -> test.extractor.finish(large(position)));
            // About 19 MB: more than the sockets hold, so that a write that waits would be seen.
            assertTimeoutPreemptively(AT_ONCE, () -> {
                for (int i = 0; i < 40; i++) {
                    test.worker.tickResults();
                    test.clock.advance(Duration.ofSeconds(20));
                    test.worker.tickHeartbeat();
                }
            });
            assertThat(test.worker.outbox().isConfirmed()).isFalse();
            assertThat(test.worker.broker().connected()).isTrue();
            assertThat(test.coordinator.heartbeats).last().satisfies(beat -> assertThat(beat.shards())
                    .hasSize(2));
            // What the coordinator says is heard all the same.
            test.coordinator.verdicts.put(new ShardAttempt(1, 1), Verdict.RECORDED);
            assertTimeoutPreemptively(AT_ONCE, test.worker::tickHeartbeat);
            assertThat(test.takeResults()).isEmpty();
        }

        List<Integer> arrived = new ArrayList<>();
        until("all results", () -> {
            test.worker.tickResults();
            test.takeResults().forEach(message -> arrived.addAll(positions(message)));
            return arrived.containsAll(IntStream.range(1, ITEMS).boxed().toList());
        });
        test.untilConfirmed();
        assertThat(test.leftInQueueAfterKill()).isZero();
    }

    private static ItemOutput large(int position) {
        return new ItemOutput(
                position,
                "{\"text\":\"" + "x".repeat(CHARACTERS) + "\"}",
                false,
                new Usage(10, 5, 5, 0.1),
                new Provenance("m", "f16", null, "sha256:00", "sha256:01"),
                Evidence.NONE);
    }
}
