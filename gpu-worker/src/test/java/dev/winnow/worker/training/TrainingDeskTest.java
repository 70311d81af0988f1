package dev.winnow.worker.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.common.work.TrainingWork;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.worker.broker.Broker;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.life.SettableClock;
import dev.winnow.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("rabbitmq")
class TrainingDeskTest {
    private static final TrainingPlan PLAN =
            new TrainingPlan("f32", "f32", 3, 4.5, TrainingPlan.ALL_MODULES, 0, false, 0.02, 2, "linear", 1, 4, 128, 7);

    private static final Duration HANG_AFTER = Duration.ofHours(1);

    private final TrainingService service = new TrainingService();
    private final String queue = TrainingWork.queue("test-" + UUID.randomUUID());
    private final SettableClock clock = new SettableClock();
    private final CountDownLatch mayOpen = new CountDownLatch(1);
    private final AtomicBoolean opening = new AtomicBoolean();
    private Connection connection;
    private Channel channel;
    private TrainingDesk desk;
    private Broker broker;

    @TempDir
    private Path scratch;

    @BeforeEach
    void open() throws Exception {
        int port = Integer.parseInt(System.getenv().getOrDefault("WINNOW_TEST_AMQP_PORT", "25672"));
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(port);
        factory.setVirtualHost("worker");
        connection = factory.newConnection("test");
        channel = connection.createChannel();
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        TrainingParts parts = new TrainingParts(
                service.client(),
                () -> {
                    opening.set(true);
                    await(mayOpen);
                    return new TinyBase();
                },
                MemoryBudget.ofMebibytes(64),
                Device.CPU,
                scratch,
                Duration.ofDays(1),
                HANG_AFTER,
                new WorkerMetrics(new SimpleMeterRegistry()),
                clock,
                new Random(1));
        desk = new TrainingDesk(parts, () -> {});
        broker = new Broker(
                URI.create("amqp://guest:guest@127.0.0.1:" + port + "/worker"),
                queue,
                1,
                desk,
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)),
                new Random(1));
        broker.start();
        until("connected", broker::connected);
    }

    @AfterEach
    void close() throws Exception {
        mayOpen.countDown();
        broker.close();
        channel.queueDelete(queue);
        connection.close();
        service.close();
    }

    @Test
    void training_is_claimed_acked_and_done_and_the_desk_is_free_again() throws Exception {
        mayOpen.countDown();
        service.onClaim = new TrainingClaimReply.Granted(TrainingService.hash(), PLAN, null, new TrainingTask.Whole());
        TrainingAttempt attempt = dispatch();
        untilClaimed();
        until("done", () -> !desk.isWorking());

        assertThat(service.claims).containsExactly(attempt);
        assertThat(service.adapter).isNotEmpty();
        assertThat(desk.wantsMore()).isTrue();
        assertThat(leftAfterKill()).isZero();
    }

    @Test
    void while_one_runs_the_next_goes_back_for_another_worker() throws Exception {
        service.onClaim = new TrainingClaimReply.Granted(TrainingService.hash(), PLAN, null, new TrainingTask.Whole());
        dispatch();
        untilClaimed();
        assertThat(desk.isWorking()).isTrue();
        broker.pause();
        dispatch();

        until("ready", () -> ready() == 1);
        desk.tick();
        assertThat(service.claims).hasSize(1);
    }

    @Test
    void refused_claim_is_acked_and_forgotten() throws Exception {
        dispatch();
        untilClaimed();

        assertThat(desk.isWorking()).isFalse();
        assertThat(leftAfterKill()).isZero();
    }

    @Test
    void worker_that_takes_no_more_gives_its_delivery_back() throws Exception {
        dispatch();
        until("taken", () -> ready() == 0);
        broker.pause();
        desk.close();

        until("back", () -> ready() == 1);
        desk.tick();
        assertThat(service.claims).isEmpty();
    }

    @Test
    void training_that_does_not_end_within_the_grace_is_handed_back_as_it_is() throws Exception {
        service.onClaim = new TrainingClaimReply.Granted(TrainingService.hash(), PLAN, null, new TrainingTask.Whole());
        TrainingAttempt attempt = dispatch();
        untilClaimed();
        desk.close();
        desk.awaitEnd(Duration.ofMillis(1));

        assertThat(service.returns).containsExactly(attempt);
    }

    @Test
    void training_that_does_not_get_on_hangs_and_is_left_to_its_lease() throws Exception {
        service.onClaim = new TrainingClaimReply.Granted(TrainingService.hash(), PLAN, null, new TrainingTask.Whole());
        dispatch();
        untilClaimed();
        until("the model is opened", opening::get);
        clock.advance(HANG_AFTER);
        assertThat(desk.hangs()).isFalse();
        clock.advance(Duration.ofSeconds(1));

        assertThat(desk.hangs()).isTrue();
        assertThat(service.returns).isEmpty();
    }

    @Test
    void desk_without_a_training_waits_as_long_as_it_likes() {
        clock.advance(Duration.ofDays(10));

        assertThat(desk.hangs()).isFalse();
    }

    private TrainingAttempt dispatch() throws IOException {
        TrainingAttempt attempt = new TrainingAttempt(UUID.randomUUID(), 1);
        channel.basicPublish("", queue, new AMQP.BasicProperties(), WireFormat.write(new TrainingWork(attempt)));
        return attempt;
    }

    private void untilClaimed() {
        until("claimed", () -> {
            desk.tick();
            return !service.claims.isEmpty();
        });
    }

    private int leftAfterKill() {
        broker.close();
        until("no consumer", () -> {
            try {
                return channel.queueDeclarePassive(queue).getConsumerCount() == 0;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return ready();
    }

    private int ready() {
        try {
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
