package dev.winnow.coordinator.online;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.coordinator.config.BrokerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The line to the workers: requests go to their pool's queue, replies come on a queue that is this coordinator's alone
 * and ends with the connection. It is opened when it is needed. Thread-safe.
 */
@Singleton
class Exchange {
    private static final Logger LOG = Logger.getLogger(Exchange.class);
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");
    private static final int CLOSE_MILLIS = 1_000;
    private static final int HEARTBEAT_SECONDS = 10;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConnectionFactory factory;
    private @Nullable Line line;
    private long nextTry = System.nanoTime();

    Exchange(BrokerConfig config) {
        this.factory = config.connectionFactory();
        this.factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    }

    /**
     * Publishes a request.
     *
     * @param millisLeft after which nobody waits, and no worker needs to see it
     * @param trace where in a trace it is sent, or null
     * @param work makes it, told where replies are heard
     * @param desk hears them
     */
    synchronized void publish(
            String queue,
            LongSupplier millisLeft,
            @Nullable TraceParent trace,
            Function<String, OnlineWork> work,
            OnlineDesk desk)
            throws IOException {
        try {
            Line now = open(desk);
            if (now.blocked) {
                throw new IOException("the broker takes no messages just now");
            }
            long millis = millisLeft.getAsLong();
            if (millis <= 0) {
                return; // its time has passed in this line, and whoever waits says so
            }
            if (now.declared.add(queue)) {
                now.channel.queueDeclare(queue, true, false, false, QUORUM);
            }
            BasicProperties passing = new BasicProperties.Builder()
                    .contentType("application/json")
                    .deliveryMode(1)
                    .expiration(Long.toString(millis))
                    .headers(trace == null ? null : TraceParent.headers(trace))
                    .build();
            now.channel.basicPublish("", queue, true, passing, WireFormat.write(work.apply(now.replies)));
        } catch (ShutdownSignalException e) {
            throw new IOException(e);
        }
    }

    /** Sends something that may get lost. */
    synchronized void send(String queue, byte[] body) throws IOException {
        Line now = line;
        if (now != null && now.channel.isOpen() && !now.blocked) {
            try {
                now.channel.basicPublish("", queue, null, body);
            } catch (ShutdownSignalException e) {
                throw new IOException(e);
            }
        }
    }

    private Line open(OnlineDesk desk) throws IOException {
        Line now = line;
        if (now != null && now.channel.isOpen()) {
            return now;
        }
        if (now != null) {
            now.connection.abort(CLOSE_MILLIS);
        }
        // Others wait for this lock: each would try as long as the first, one after the other.
        if (nextTry - System.nanoTime() > 0) {
            throw new IOException("the broker could not be reached a moment ago");
        }
        try {
            now = connected(desk);
        } catch (IOException e) {
            nextTry = System.nanoTime() + PAUSE_NANOS;
            throw e;
        }
        line = now;
        LOG.debugf("online replies are heard on %s", now.replies);
        return now;
    }

    private Line connected(OnlineDesk desk) throws IOException {
        Connection connection;
        try {
            connection = factory.newConnection("winnow-coordinator-online");
        } catch (TimeoutException e) {
            throw new IOException(e);
        }
        try {
            Line made = new Line(connection);
            made.listen(desk);
            return made;
        } catch (IOException | RuntimeException e) {
            connection.abort(CLOSE_MILLIS);
            throw e;
        }
    }

    @PreDestroy
    synchronized void close() {
        if (line != null) {
            line.connection.abort(CLOSE_MILLIS);
            line = null;
        }
    }

    /** One connection, with what was declared on it. */
    private static final class Line {
        private final Connection connection;
        private final Channel channel;
        private final Channel heard;
        private final String replies = "winnow.online.coordinator." + UUID.randomUUID();
        private final Set<String> declared = ConcurrentHashMap.newKeySet();
        private volatile boolean blocked;

        private Line(Connection connection) throws IOException {
            this.connection = connection;
            this.channel = connection.createChannel();
            this.heard = connection.createChannel();
        }

        private void listen(OnlineDesk desk) throws IOException {
            connection.addBlockedListener(reason -> blocked = true, () -> blocked = false);
            channel.addShutdownListener(cause -> {
                // Half a line is useless.
                connection.abort(CLOSE_MILLIS);
                desk.disconnected(replies);
            });
            channel.addReturnListener(returned -> {
                if (WireFormat.readWork(returned.getBody()) instanceof OnlineWork work) {
                    declared.remove(returned.getRoutingKey());
                    desk.returned(work.request());
                }
            });
            heard.addShutdownListener(cause -> connection.abort(CLOSE_MILLIS));
            heard.queueDeclare(replies, false, true, true, Map.of());
            heard.basicConsume(
                    replies,
                    true,
                    (tag, message) -> {
                        try {
                            desk.heard(WireFormat.readReply(message.getBody()));
                        } catch (MessageRefusedException e) {
                            LOG.errorf("an online reply was thrown away: %s", e.getMessage());
                        }
                    },
                    tag -> connection.abort(CLOSE_MILLIS));
        }
    }
}
