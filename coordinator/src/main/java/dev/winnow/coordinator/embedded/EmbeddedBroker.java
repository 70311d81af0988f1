package dev.winnow.coordinator.embedded;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.qpid.server.SystemLauncher;
import org.jboss.logging.Logger;

/**
 * An AMQP 0-9-1 broker (Qpid Broker-J) inside this process: loopback only, one user with a random password, everything
 * in memory. It forgets all messages when it stops, which is allowed: PostgreSQL is the only truth. It keeps its port
 * and password over restarts, so that workers find it again by themselves.
 *
 * <p>It ignores what only RabbitMQ knows, such as {@code x-queue-type}. Not thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Beside the data: host, port, user, password and virtual host as JSON, for the workers of this machine. */
    public static final String ADDRESS_FILE = "amqp.json";

    private static final Logger LOG = Logger.getLogger(EmbeddedBroker.class);
    private static final String HOST = "127.0.0.1";
    private static final String USER = "winnow";
    private static final String VIRTUAL_HOST = "/";

    private final SystemLauncher launcher;
    private final BrokerAddress address;

    private EmbeddedBroker(SystemLauncher launcher, BrokerAddress address) {
        this.launcher = launcher;
        this.address = address;
    }

    /**
     * Starts an empty broker and writes {@link #ADDRESS_FILE}.
     *
     * @param port the port on loopback; 0 for that of the last start, and for any free one at the first
     * @throws StartException when it cannot start; the message says why and what to do
     */
    public static EmbeddedBroker start(DataFolder folder, int port) throws StartException {
        long begun = System.nanoTime();
        try {
            ClasspathUrls.install();
            BrokerAddress address = address(folder.resolve(ADDRESS_FILE), port);
            EmbeddedBroker broker = new EmbeddedBroker(launch(folder.resolve("broker"), address), address);
            broker.checkThatItAnswers();
            DataFolder.writePrivately(folder.resolve(ADDRESS_FILE), address.toJson());
            LOG.infof(
                    "The embedded broker takes connections on port %d after %d ms",
                    address.port(), (System.nanoTime() - begun) / 1_000_000);
            return broker;
        } catch (IOException e) {
            throw new StartException("The embedded broker over " + folder.root() + " cannot start: " + e, e);
        }
    }

    private static BrokerAddress address(Path file, int wantedPort) throws IOException, StartException {
        Optional<BrokerAddress> last =
                Files.exists(file) ? Optional.of(BrokerAddress.fromJson(Files.readString(file))) : Optional.empty();
        String password = last.map(BrokerAddress::password).orElseGet(DataFolder::randomPassword);
        int port = wantedPort != 0 ? wantedPort : last.map(BrokerAddress::port).orElse(0);
        Optional<Integer> bound = bindable(port);
        if (bound.isEmpty() && wantedPort != 0) {
            throw new StartException(
                    "Port " + port + " for the embedded broker is taken: set WINNOW_AMQP_PORT to a free"
                            + " one, or leave it out for any free one.");
        }
        if (bound.isEmpty()) {
            LOG.warnf(
                    "Port %d of the embedded broker was taken meanwhile; workers of the last run must be started again",
                    port);
            bound = bindable(0);
        }
        return new BrokerAddress(HOST, bound.orElseThrow(), USER, password, VIRTUAL_HOST, false);
    }

    /** The port itself, or a free one for 0; nothing when it is taken. */
    private static Optional<Integer> bindable(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the last run may still be in TIME_WAIT
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Optional.of(socket.getLocalPort());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static SystemLauncher launch(Path work, BrokerAddress address) throws IOException, StartException {
        Files.createDirectories(work);
        Path configuration = work.resolve("initial.json");
        DataFolder.writePrivately(configuration, BrokerConfiguration.json(address));
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("type", "Memory");
        attributes.put("initialConfigurationLocation", configuration.toUri().toString());
        attributes.put("startupLoggedToSystemOut", "false");
        attributes.put("context", BrokerConfiguration.context(work));
        SystemLauncher launcher = new SystemLauncher();
        try {
            launcher.startup(attributes);
            return launcher;
        } catch (Exception e) { // its signature says no more
            launcher.shutdown();
            throw new StartException("The embedded broker cannot start: " + e, e);
        } finally {
            Files.delete(configuration); // it holds the password
        }
    }

    /** Qpid only logs a configuration that it cannot use; so somebody has to try the door. */
    private void checkThatItAnswers() throws StartException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.username());
        factory.setPassword(address.password());
        factory.setVirtualHost(address.virtualHost());
        try (Connection connection = factory.newConnection("start check")) {
            LOG.debugf(
                    "The embedded broker is %s",
                    connection.getServerProperties().get("product"));
        } catch (IOException | TimeoutException e) {
            close();
            throw new StartException("The embedded broker started but does not let anybody in: " + e, e);
        }
    }

    public BrokerAddress address() {
        return address;
    }

    /** Stops the broker; all messages are forgotten. */
    @Override
    public void close() {
        try {
            launcher.shutdown();
        } catch (IllegalStateException e) {
            // When the JVM ends, Qpid's own shutdown hook may have been faster.
            LOG.debug("The embedded broker had stopped already", e);
        }
    }
}
