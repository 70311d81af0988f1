package dev.winnow.coordinator.config;

import com.rabbitmq.client.ConnectionFactory;
import jakarta.inject.Singleton;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the broker is. */
@Singleton
public class BrokerConfig {
    private static final int CONNECT_MILLIS = 5_000;

    private final String uri;

    public BrokerConfig(@ConfigProperty(name = "winnow.amqp.uri") String uri) {
        this.uri = uri;
    }

    /** For the client. It does not recover by itself: who uses it asks for a new connection. */
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
}
