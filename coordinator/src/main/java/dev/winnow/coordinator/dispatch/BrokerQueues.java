package dev.winnow.coordinator.dispatch;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.winnow.coordinator.config.BrokerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker about its queues, by a plain client: the connector cannot. Holds one connection, made when it is
 * needed. Thread-safe.
 */
@Singleton
public class BrokerQueues {
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private final ConnectionFactory factory;
    private @Nullable Connection connection;

    BrokerQueues(BrokerConfig config) {
        this.factory = config.connectionFactory();
    }

    /** Makes a durable quorum queue unless it is there. */
    synchronized void declare(String queue) throws IOException {
        try (Channel channel = connection().createChannel()) {
            channel.queueDeclare(queue, true, false, false, QUORUM);
        } catch (TimeoutException | ShutdownSignalException e) {
            throw new IOException(e);
        }
    }

    /** How many messages wait on a queue, without those in workers' hands; empty if there is no such queue. */
    public synchronized OptionalLong waiting(String queue) throws IOException {
        // A passive declare of a missing queue closes its channel, so each question has its own.
        Channel channel = connection().createChannel();
        try {
            return OptionalLong.of(channel.queueDeclarePassive(queue).getMessageCount());
        } catch (IOException e) {
            if (notFound(e)) {
                return OptionalLong.empty();
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private Connection connection() throws IOException {
        if (connection == null || !connection.isOpen()) {
            try {
                connection = factory.newConnection("winnow-coordinator-queues");
            } catch (TimeoutException e) {
                throw new IOException(e);
            }
        }
        return connection;
    }

    private static boolean notFound(IOException e) {
        return e.getCause() instanceof ShutdownSignalException shutdown
                && shutdown.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.NOT_FOUND;
    }

    @PreDestroy
    synchronized void close() {
        if (connection != null) {
            connection.abort();
        }
    }
}
