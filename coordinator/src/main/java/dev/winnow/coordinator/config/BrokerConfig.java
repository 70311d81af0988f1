package dev.winnow.coordinator.config;

import com.rabbitmq.client.ConnectionFactory;
import io.smallrye.common.annotation.Identifier;
import io.vertx.rabbitmq.RabbitMQOptions;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the broker is, for the connector and for the plain client alike. */
@Singleton
public class BrokerConfig {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RECONNECT_MILLIS = 1_000;

    private final String uri;

    BrokerConfig(@ConfigProperty(name = "winnow.amqp.uri") String uri) {
        this.uri = uri;
    }

    /** For the plain client. It does not recover by itself: who uses it asks for a new connection. */
    public ConnectionFactory connectionFactory() {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "winnow.amqp.uri must look like amqp://user:password@host:5672/vhost", e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        return factory;
    }

    /** For the connector's channels; it tries to connect for as long as it takes. */
    @Produces
    @Identifier("broker")
    RabbitMQOptions connectorOptions() {
        RabbitMQOptions options = new RabbitMQOptions();
        // Not by its URI: the client would log it, password and all.
        ConnectionFactory factory = connectionFactory();
        options.setHost(factory.getHost());
        options.setPort(factory.getPort());
        options.setUser(factory.getUsername());
        options.setPassword(factory.getPassword());
        options.setVirtualHost(factory.getVirtualHost());
        options.setSsl(factory.isSSL());
        options.setAutomaticRecoveryEnabled(false);
        options.setConnectionTimeout(CONNECT_MILLIS);
        options.setReconnectAttempts(Integer.MAX_VALUE);
        options.setReconnectInterval(RECONNECT_MILLIS);
        options.setConnectionName("winnow-coordinator");
        return options;
    }
}
