package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkPublisherTest extends CoordinatorTest {
    @Inject
    BrokerQueues queues;

    @Inject
    BrokerIntake intake;

    @Test
    void a_published_shard_waits_on_its_pools_queue() throws Exception {
        submit(1);
        dispatch();

        assertThat(queues.waiting(TestWorker.POOL.workQueue())).hasValue(1);
        assertThat(worker.takeOne().shard()).isEqualTo(new ShardAttempt(1, 1));
    }

    @Test
    void a_queue_that_is_not_there_has_nothing_waiting_and_the_next_question_is_answered_too() throws Exception {
        assertThat(queues.waiting("winnow.work.none.f16")).isEmpty();
        queues.declare(TestWorker.POOL.workQueue());
        assertThat(queues.waiting(TestWorker.POOL.workQueue())).hasValue(0);
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_publish_that_is_never_confirmed_ends_after_its_limit_and_counts_as_perhaps_sent() {
        submit(1);
        planner.runOnce();
        dispatcher.runOnce();
        MutinyEmitter<byte[]> silent = (MutinyEmitter<byte[]>) Proxy.newProxyInstance(
                MutinyEmitter.class.getClassLoader(),
                new Class<?>[] {MutinyEmitter.class},
                (proxy, method, arguments) -> Uni.createFrom().nothing());
        DispatchConfig impatient = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(DispatchConfig.class)
                .withDefaultValue("winnow.dispatch.confirm-timeout", "20ms")
                .build()
                .getConfigMapping(DispatchConfig.class);

        new WorkPublisher(silent, queues, intake, impatient, RacePoints.unwatched())
                .publish(
                        TestWorker.POOL,
                        List.of(new OutgoingShard(worker.takeOne().shard(), new byte[] {1})));

        assertThat(count("shard where state = 'dispatched'")).isOne();
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
}
