package dev.winnow.coordinator.recording;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.coordinator.config.BrokerConfig;
import dev.winnow.coordinator.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * The line on which results come: one connection with one channel, made again whenever anything of it ends. A plain
 * client, because the connector never takes another message once the broker has cancelled its consumer, as it does when
 * the queue is deleted. Thread-safe.
 */
@Singleton
@Readiness
class ResultInbox implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(ResultInbox.class);
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");
    private static final int PREFETCH = 32;
    private static final int HEARTBEAT_SECONDS = 20;
    private static final int CLOSE_MILLIS = 3_000;
    private static final long PAUSE_MILLIS = 1_000;

    /** How often the queue's length is looked at. */
    static final Duration LOOK = Duration.ofSeconds(2);

    private final ConnectionFactory factory;
    private final ResultConsumer consumer;
    private final ResultLag lag;
    private final Traces traces;
    private final ExecutorService executor;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keepSession, "results");
    private volatile boolean connected;

    ResultInbox(BrokerConfig config, ResultConsumer consumer, ResultLag lag, Traces traces, ExecutorService executor) {
        this.factory = config.connectionFactory();
        this.factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        this.consumer = consumer;
        this.lag = lag;
        this.traces = traces;
        this.executor = executor;
        this.thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        closed.countDown();
        thread.interrupt();
        thread.join(CLOSE_MILLIS);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("results are taken").status(connected).build();
    }

    private void keepSession() {
        boolean lost = false;
        int faults = 0;
        while (closed.getCount() > 0) {
            try {
                takeUntilItEnds(faults == QueueFault.MANY);
                lost = false;
                faults = 0;
            } catch (IOException | TimeoutException | RuntimeException e) {
                // A broker may be away for hours: one line says it.
                LOG.logf(lost ? Logger.Level.DEBUG : Logger.Level.WARN, "results wait for the broker: %s", reason(e));
                lost = true;
                faults = QueueFault.in(e) ? faults % QueueFault.MANY + 1 : 0;
            } catch (InterruptedException e) {
                return; // only a stop interrupts
            }
            pause();
        }
    }

    private static Object reason(Exception e) {
        return e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
    }

    private void takeUntilItEnds(boolean anew) throws IOException, TimeoutException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Connection connection = factory.newConnection("winnow-coordinator-results");
        try {
            connection.addShutdownListener(cause -> ended.countDown());
            Channel channel = connection.createChannel();
            channel.addShutdownListener(cause -> ended.countDown());
            if (anew) {
                LOG.warnf(
                        "the broker has lost the queue %s, which is made anew: workers send again",
                        ResultMessage.QUEUE);
                channel.queueDelete(ResultMessage.QUEUE);
            }
            channel.queueDeclare(ResultMessage.QUEUE, true, false, false, QUORUM);
            channel.basicQos(PREFETCH);
            channel.basicConsume(
                    ResultMessage.QUEUE,
                    false,
                    (tag, delivery) -> take(channel, delivery),
                    tag -> ended.countDown()); // the queue is gone: the next session declares it
            connected = true;
            LOG.infof("takes results from %s", ResultMessage.QUEUE);
            while (!ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                lag.waiting(channel.messageCount(ResultMessage.QUEUE));
            }
        } finally {
            connected = false;
            lag.unknown();
            connection.abort(CLOSE_MILLIS);
        }
    }

    private void take(Channel channel, Delivery delivery) {
        try {
            executor.execute(() -> {
                if (take(delivery)) {
                    lag.recorded();
                    ack(channel, delivery.getEnvelope().getDeliveryTag());
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the coordinator stops; the broker delivers it again", e);
        }
    }

    private boolean take(Delivery delivery) {
        Span span = traces.record(TraceParent.of(delivery.getProperties().getHeaders()));
        try {
            return consumer.take(delivery.getBody());
        } finally {
            span.end();
        }
    }

    private static void ack(Channel channel, long tag) {
        try {
            channel.basicAck(tag, false);
        } catch (IOException | ShutdownSignalException e) {
            // It is recorded; delivered again, it changes nothing.
            LOG.debug("a results message could not be settled", e);
        }
    }

    private void pause() {
        try {
            if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("results are taken no more");
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }
}
