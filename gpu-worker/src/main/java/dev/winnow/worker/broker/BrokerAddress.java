package dev.winnow.worker.broker;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * Where a broker is, and how whatever needs one connects to it.
 *
 * @param uri for example {@code amqp://user:password@host:5672/vhost}
 */
public record BrokerAddress(URI uri) {
    private static final int CONNECT_MILLIS = 5_000;

    /**
     * For the client. It does not recover by itself: who uses it opens a new connection. With {@code amqps} the broker
     * must show a certificate for its host's name by an authority that Java trusts.
     *
     * @throws IllegalArgumentException if it is no AMQP address
     */
    public ConnectionFactory connectionFactory(int heartbeatSeconds) {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            if ("amqps".equalsIgnoreCase(uri.getScheme())) {
                // Left to itself, the client takes any certificate.
                factory.useSslProtocol(SSLContext.getDefault());
                factory.enableHostnameVerification();
            }
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "WINNOW_AMQP_URI must look like amqp://user:password@host:5672/vhost: " + e.getMessage(), e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_MILLIS);
        factory.setRequestedHeartbeat(heartbeatSeconds);
        factory.setThreadFactory(task -> {
            Thread made = new Thread(task, "amqp");
            made.setDaemon(true);
            return made;
        });
        return factory;
    }
}
