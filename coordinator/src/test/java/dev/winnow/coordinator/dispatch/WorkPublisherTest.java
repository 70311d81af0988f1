package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.coordinator.config.BrokerConfig;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import dev.winnow.coordinator.trace.Traces;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkPublisherTest extends CoordinatorTest {
    @Inject
    BrokerQueues queues;

    @Inject
    BrokerIntake intake;

    @Inject
    Traces traces;

    @Inject
    ExecutorService executor;

    @Inject
    WorkPublisher publisher;

    @Test
    void a_published_shard_waits_on_its_pools_queue() throws Exception {
        submit(1);
        dispatch();

        assertThat(queues.waiting(TestWorker.POOL.workQueue())).hasValue(1);
        assertThat(worker.takeOne().shard()).isEqualTo(new ShardAttempt(1, 1));
    }

    @Test
    void by_itself_nothing_is_traced_and_no_message_says_so() throws Exception {
        submit(1);
        dispatch();

        try (var channel = connection.createChannel()) {
            assertThat(channel.basicGet(TestWorker.POOL.workQueue(), true)
                            .getProps()
                            .getHeaders())
                    // The broker's own, which counts deliveries, is there or not.
                    .satisfiesAnyOf(headers -> assertThat(headers).isNull(), headers -> assertThat(headers)
                            .doesNotContainKey(TraceParent.HEADER));
        }
        assertThat(count("job where trace_parent is null")).isOne();
    }

    @Test
    void a_queue_that_is_not_there_has_nothing_waiting_and_the_next_question_is_answered_too() throws Exception {
        assertThat(queues.waiting("winnow.work.none.f16")).isEmpty();
        queues.declare(TestWorker.POOL.workQueue());
        assertThat(queues.waiting(TestWorker.POOL.workQueue())).hasValue(0);
    }

    @Test
    void a_publish_that_is_never_confirmed_ends_after_its_limit_and_counts_as_perhaps_sent() throws Exception {
        submit(1);
        planner.runOnce();
        dispatcher.runOnce();
        DispatchConfig impatient = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(DispatchConfig.class)
                .withDefaultValue("winnow.dispatch.confirm-timeout", "20ms")
                .build()
                .getConfigMapping(DispatchConfig.class);

        // It takes connections, and says nothing.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            BrokerConfig broker = new BrokerConfig("amqp://guest:guest@127.0.0.1:" + silent.getLocalPort());
            new WorkPublisher(broker, queues, intake, executor, impatient, RacePoints.unwatched(), traces)
                    .publish(TestWorker.POOL, List.of(outgoing(worker.takeOne().shard(), new byte[] {1})));
        }

        assertThat(count("shard where state = 'dispatched'")).isOne();
    }

    @Test
    void confirms_of_many_large_shards_come_to_the_last() throws Exception {
        OutgoingShard large = outgoing(new ShardAttempt(1, 1), new byte[300_000]);
        queues.declare(TestWorker.POOL.workQueue());

        for (int round = 0; round < 40; round++) {
            publisher.publish(TestWorker.POOL, Collections.nCopies(32, large));
        }

        // What is confirmed is there to be delivered.
        assertThat(queues.waiting(TestWorker.POOL.workQueue())).hasValue(40 * 32);
    }

    @Test
    void a_broker_that_lost_queue_and_message_gets_the_shard_again() throws Exception {
        submit(1);
        dispatch();
        try (var channel = connection.createChannel()) {
            channel.queueDelete(TestWorker.POOL.workQueue());
        }

        pass(Duration.ofSeconds(61));
        worker.heartbeat();
        dispatch();

        assertThat(worker.takeOne().shard()).isEqualTo(new ShardAttempt(1, 1));
        assertThat(count("shard")).isOne();
    }

    private static OutgoingShard outgoing(ShardAttempt shard, byte[] body) {
        return new OutgoingShard(shard, UUID.randomUUID(), 1, null, body);
    }
}
