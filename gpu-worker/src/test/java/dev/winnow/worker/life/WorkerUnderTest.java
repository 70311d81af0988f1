package dev.winnow.worker.life;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.winnow.common.control.ModelText;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.SendingRules;
import dev.winnow.worker.trace.WorkTracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker with a real broker, a coordinator and an extractor that do what the test says, and time that the test moves.
 * The worker's parts run only when the test calls them, so it stands still between any two steps.
 */
final class WorkerUnderTest implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final long BUDGET = 1L << 30;
    static final Duration GRACE = Duration.ofSeconds(20);
    private static final UUID JOB = UUID.fromString("00000000-0000-0000-0000-00000000000a");

    final SettableClock clock = new SettableClock();
    final CoordinatorDouble coordinator = new CoordinatorDouble();
    final ScriptedExtractor extractor = new ScriptedExtractor();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetry telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    final Pool pool = new Pool("test-" + UUID.randomUUID(), "f16");
    final UUID incarnation = UUID.randomUUID();
    final Cable cable;
    final Worker worker;

    private volatile @Nullable RacePoint death;
    private final Connection connection;
    private final Channel channel;

    WorkerUnderTest() {
        this(SendingRules.ofProtocol(1 << 20));
    }

    /** With other coordinators besides its own, which it asks when that one is away. */
    WorkerUnderTest(SendingRules sending, CoordinatorDouble... others) {
        int port = Integer.parseInt(System.getenv().getOrDefault("WINNOW_TEST_AMQP_PORT", "25672"));
        connection = connect(port);
        cable = new Cable(port);
        try {
            channel = connection.createChannel();
            Map<String, Object> quorum = Map.of("x-queue-type", "quorum");
            channel.queueDeclare(pool.workQueue(), true, false, false, quorum);
            channel.queueDeclare(ResultMessage.QUEUE, true, false, false, quorum);
            channel.queuePurge(ResultMessage.QUEUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        worker = new Worker(new WorkerParts(
                new WorkerRegistration("test", incarnation, pool, 8192, 16, 1, "sha256:00"),
                new ModelText("{}", "{{ messages }}", "", ""),
                new CoordinatorClient(
                        Stream.concat(Stream.of(coordinator), Stream.of(others))
                                .map(CoordinatorDouble::address)
                                .toList(),
                        CoordinatorDouble.KEY,
                        Duration.ofSeconds(5)),
                URI.create("amqp://guest:guest@127.0.0.1:" + cable.port() + "/worker"),
                2,
                extractor,
                sending,
                new Grace(GRACE),
                ProcessMemory.withBudget(OptionalLong.of(BUDGET)),
                new WorkerMetrics(meters),
                new WorkTracer(telemetry),
                clock,
                this::reached));
    }

    private static Connection connect(int port) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setPort(port);
        factory.setVirtualHost("worker");
        try {
            return factory.newConnection("test");
        } catch (ConnectException e) {
            throw new AssertionError("no RabbitMQ on port " + port + ": run scripts/rabbitmq start", e);
        } catch (IOException | TimeoutException e) {
            throw new AssertionError("RabbitMQ on port " + port + " did not take the test's connection", e);
        }
    }

    /** Registers, connects and is ready for work. */
    WorkerUnderTest started() {
        worker.tickHeartbeat();
        worker.broker().start();
        until("connected", worker.broker()::connected);
        return this;
    }

    static ShardWork shard(long number, int... positions) {
        return shard(number, false, positions);
    }

    static ShardWork suspect(long number, int... positions) {
        return shard(number, true, positions);
    }

    private static ShardWork shard(long number, boolean suspect, int... positions) {
        ExtractionTask task = new ExtractionTask(
                JsonNodeFactory.instance.objectNode(), "sha256:00", null, 64, true, Sampling.GREEDY, 120, null);
        List<WorkItem> items = IntStream.of(positions)
                .mapToObj(position -> new WorkItem(position, "do it", "text"))
                .toList();
        return new ShardWork(new ShardAttempt(number, 1), JOB, task, suspect, items);
    }

    void dispatch(ShardWork... shards) {
        for (ShardWork shard : shards) {
            dispatch(WireFormat.write(shard));
        }
    }

    void dispatch(byte[] body) {
        dispatch(body, Map.of());
    }

    void dispatch(byte[] body, Map<String, Object> headers) {
        try {
            channel.basicPublish(
                    "",
                    pool.workQueue(),
                    new AMQP.BasicProperties.Builder().headers(headers).build(),
                    body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the worker claim until these positions have been started, and no others. */
    void untilStarted(Integer... positions) {
        until("started", () -> {
            worker.tickClaims();
            return extractor.started().size() >= positions.length;
        });
        assertThat(extractor.started()).containsExactlyInAnyOrder(positions);
    }

    /** Lets the worker claim and send until it dies at a point. */
    void untilDeadAt(RacePoint point) {
        death = point;
        until("dead at " + point, () -> {
            try {
                worker.tickClaims();
                worker.tickResults();
                return false;
            } catch (Died died) {
                return true;
            }
        });
        death = null;
    }

    private void reached(RacePoint point) {
        if (point == death) {
            throw new Died(point);
        }
    }

    /** Lets the worker send until the broker has confirmed everything. */
    void untilConfirmed() {
        until("confirmed", () -> {
            worker.tickResults();
            return worker.outbox().isConfirmed();
        });
    }

    /** The process is gone: the connection breaks, and nothing is called any more. */
    void kill() {
        worker.broker().close();
    }

    /** How many messages the work queue has left once this worker's connection is gone. */
    int leftInQueueAfterKill() {
        kill();
        return ready(pool.workQueue());
    }

    /** Messages ready in a queue; waits until the broker has finished giving back those of a closed connection. */
    private int ready(String queue) {
        try {
            until("consumers gone", () -> consumers(queue) == 0);
            return channel.queueDeclarePassive(queue).getMessageCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many messages of the work queue no worker has now. */
    int readyNow() {
        try {
            return channel.queueDeclarePassive(pool.workQueue()).getMessageCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int consumers(String queue) {
        try {
            return channel.queueDeclarePassive(queue).getConsumerCount();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the next results message from its queue. */
    ItemsFinished takeResult() {
        List<ItemsFinished> taken = new ArrayList<>();
        until("a results message", () -> {
            takeResultNow(taken);
            return !taken.isEmpty();
        });
        return taken.get(0);
    }

    /** Takes the next results message and answers its headers; null if it has none. */
    @Nullable
    Map<String, Object> takeResultHeaders() {
        AtomicReference<GetResponse> taken = new AtomicReference<>();
        until("a results message", () -> {
            try {
                taken.set(channel.basicGet(ResultMessage.QUEUE, true));
                return taken.get() != null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return requireNonNull(taken.get()).getProps().getHeaders();
    }

    private void takeResultNow(List<ItemsFinished> taken) {
        try {
            GetResponse got = channel.basicGet(ResultMessage.QUEUE, true);
            if (got != null) {
                taken.add((ItemsFinished) WireFormat.readResult(got.getBody()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in the results queue now. */
    List<ItemsFinished> takeResults() {
        List<ItemsFinished> taken = new ArrayList<>();
        int before;
        do {
            before = taken.size();
            takeResultNow(taken);
        } while (taken.size() > before);
        return taken;
    }

    /** The broker forgets every result that it has confirmed. */
    void loseResults() {
        try {
            channel.queuePurge(ResultMessage.QUEUE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Integer> positions(ItemsFinished message) {
        return message.items().stream().map(ItemResult::position).toList();
    }

    double count(String meter) {
        return meters.get(meter).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** Waits for what another process does; fails after a while. */
    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    /** What ends a step: an error, since a part that fails with an exception is called again. */
    private static final class Died extends Error {
        private static final long serialVersionUID = 1L;

        Died(RacePoint point) {
            super("died at " + point);
        }
    }

    @Override
    public void close() {
        worker.broker().close();
        try {
            channel.queueDelete(pool.workQueue());
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cable.close();
        coordinator.close();
    }
}
