package dev.winnow.coordinator.dispatch;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.config.BrokerConfig;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.trace.Traces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Puts shards on their pool's queue and waits for the broker's confirms, but not for ever. By a plain client, as
 * results are taken by one: what is confirmed, refused or lost is then seen here and nowhere else. Thread-safe.
 */
@Singleton
public class WorkPublisher {
    private static final Logger LOG = Logger.getLogger(WorkPublisher.class);
    private static final int CLOSE_MILLIS = 1_000;

    private final ConnectionFactory factory;
    private final BrokerQueues queues;
    private final BrokerIntake intake;
    private final ExecutorService executor;
    private final Duration confirmTimeout;
    private final RacePoints<RacePoint> points;
    private final Traces traces;
    private @Nullable Connection connection;

    WorkPublisher(
            BrokerConfig broker,
            BrokerQueues queues,
            BrokerIntake intake,
            ExecutorService executor,
            DispatchConfig config,
            RacePoints<RacePoint> points,
            Traces traces) {
        this.factory = broker.connectionFactory();
        this.queues = queues;
        this.intake = intake;
        this.executor = executor;
        this.confirmTimeout = config.confirmTimeout();
        this.factory.setHandshakeTimeout((int) confirmTimeout.toMillis());
        this.points = points;
        this.traces = traces;
    }

    /**
     * Whether the broker takes work; makes sure that the pool's queue is there, since a publish to none is confirmed.
     */
    boolean ready(Pool pool) {
        return ready(pool.workQueue());
    }

    /** The same of any queue of work. */
    public boolean ready(String queue) {
        // What is marked dispatched while the broker blocks would wait in no queue, and nobody could claim it.
        if (intake.obstacle().isPresent()) {
            return false;
        }
        try {
            queues.declare(queue);
            return true;
        } catch (IOException e) {
            LOG.warnf("nothing is dispatched to %s while the broker does not answer: %s", queue, e);
            return false;
        }
    }

    /**
     * Publishes all, and waits for all confirms together. What is not confirmed in time counts as perhaps sent: the
     * shards stay dispatched, and come back when nobody claims them.
     */
    void publish(Pool pool, List<OutgoingShard> work) {
        List<Span> spans = work.stream()
                .map(shard -> traces.dispatch(shard.job(), shard.shard(), shard.request(), shard.jobItems()))
                .toList();
        boolean confirmed = false;
        try {
            confirmed = publish(
                    pool.workQueue(),
                    IntStream.range(0, work.size())
                            .mapToObj(i -> new OutgoingMessage(work.get(i).body(), TraceParent.of(spans.get(i))))
                            .toList());
        } finally {
            end(spans, confirmed);
        }
    }

    private static void end(List<Span> spans, boolean confirmed) {
        for (Span span : spans) {
            if (!confirmed) {
                span.setStatus(StatusCode.ERROR, "not confirmed by the broker");
            }
            span.end();
        }
    }

    /** The same for any queue of work; false if not all are confirmed. */
    public boolean publish(String queue, List<OutgoingMessage> work) {
        if (work.isEmpty()) {
            return true;
        }
        // On another thread: a broker that reads nothing more blocks whoever writes to it, without a limit.
        Future<?> sending = executor.submit(() -> {
            send(queue, work);
            return queue;
        });
        try {
            sending.get(confirmTimeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            // One that did not even begin must not add to what the others wait for.
            sending.cancel(true);
            unconfirmed(queue, work, "no confirm within " + confirmTimeout);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error end) {
                throw end;
            }
            unconfirmed(queue, work, String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unconfirmed(queue, work, "interrupted");
        }
        return false;
    }

    private void send(String queue, List<OutgoingMessage> work)
            throws IOException, TimeoutException, InterruptedException {
        // A channel of its own, so that no confirm of an earlier round is taken for one of this.
        Channel channel = connection().createChannel();
        try {
            channel.confirmSelect();
            for (OutgoingMessage message : work) {
                channel.basicPublish("", queue, properties(message.trace()), message.body());
            }
            points.reached(RacePoint.SHARDS_PUBLISHED);
            if (!channel.waitForConfirms(confirmTimeout.toMillis())) {
                throw new IOException("the broker refused a message");
            }
        } catch (ShutdownSignalException e) {
            throw new IOException(e);
        } finally {
            channel.abort();
        }
    }

    private static BasicProperties properties(@Nullable TraceParent trace) {
        return trace == null
                ? MessageProperties.PERSISTENT_BASIC
                : MessageProperties.PERSISTENT_BASIC
                        .builder()
                        .headers(TraceParent.headers(trace))
                        .build();
    }

    private void unconfirmed(String queue, List<OutgoingMessage> work, String reason) {
        LOG.warnf("%d messages for %s were not all confirmed: %s", work.size(), queue, reason);
        close();
    }

    private synchronized Connection connection() throws IOException, TimeoutException {
        if (connection == null || !connection.isOpen()) {
            connection = factory.newConnection("winnow-coordinator-work");
        }
        return connection;
    }

    /** Also lets go whoever still writes. */
    @PreDestroy
    synchronized void close() {
        if (connection != null) {
            connection.abort(CLOSE_MILLIS);
            connection = null;
        }
    }
}
