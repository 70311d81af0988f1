package dev.winnow.coordinator.embedded;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Gives a {@code @QuarkusTest} the real RabbitMQ that {@code scripts/rabbitmq} started, virtual host
 * {@code coordinator}, with the results queue empty; fails with what to do when it is not there.
 */
public final class RabbitResource implements QuarkusTestResourceLifecycleManager {
    static final String HOST = "127.0.0.1";
    static final String VIRTUAL_HOST = "coordinator";

    static int port() {
        String port = System.getenv("WINNOW_TEST_AMQP_PORT");
        return port == null || port.isBlank() ? 25672 : Integer.parseInt(port);
    }

    @Override
    public Map<String, String> start() {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(HOST);
        factory.setPort(port());
        factory.setVirtualHost(VIRTUAL_HOST);
        factory.setConnectionTimeout(5_000);
        try (Connection connection = factory.newConnection("test set-up");
                Channel channel = connection.createChannel()) {
            // What an earlier test left would be recorded by this one.
            channel.queueDelete("winnow.results");
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException(
                    "no RabbitMQ with virtual host " + VIRTUAL_HOST + " on " + HOST + ":" + port()
                            + "; run scripts/rabbitmq start",
                    e);
        }
        return Map.of(
                "rabbitmq-host",
                HOST,
                "rabbitmq-port",
                Integer.toString(port()),
                "rabbitmq-username",
                "guest",
                "rabbitmq-password",
                "guest",
                "rabbitmq-virtual-host",
                VIRTUAL_HOST,
                "winnow.amqp.uri",
                "amqp://guest:guest@" + HOST + ":" + port() + "/" + VIRTUAL_HOST);
    }

    @Override
    public void stop() {
        // RabbitMQ stays: it is shared, and starting it takes longer than most tests.
    }
}
