package dev.winnow.coordinator.config;

import com.rabbitmq.client.ConnectionFactory;
import jakarta.inject.Singleton;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where the broker is. */
@Singleton
public class BrokerConfig {
    private static final int CONNECT_MILLIS = 5_000;

    private final String uri;

    public BrokerConfig(@ConfigProperty(name = "winnow.amqp.uri") String uri) {
        this.uri = uri;
    }

    /**
     * For the client. It does not recover by itself: who uses it asks for a new connection. With {@code amqps} the
     * broker must show a certificate for its host's name by an authority that Java trusts.
     */
    public ConnectionFactory connectionFactory() {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            if (uri.regionMatches(true, 0, "amqps:", 0, 6)) {
                // Left to itself, the client takes any certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
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
