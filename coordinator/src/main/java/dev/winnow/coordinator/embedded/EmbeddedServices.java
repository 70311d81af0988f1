package dev.winnow.coordinator.embedded;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Those services that nobody configured, started together, and the properties by which the application finds them. */
public final class EmbeddedServices implements AutoCloseable {
    /** Set when the embedded broker runs, to its address without the password. */
    static final String BROKER_PROPERTY = "winnow.embedded.broker";

    private static final Logger LOG = Logger.getLogger(EmbeddedServices.class);

    private @Nullable DataFolder folder;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable EmbeddedBroker broker;
    private final Map<String, String> properties = new LinkedHashMap<>();

    private EmbeddedServices() {}

    /**
     * Starts what the settings do not name an address for.
     *
     * @throws StartException when one cannot start; those that had started are stopped again
     */
    public static EmbeddedServices start(EmbeddedSettings settings) throws StartException {
        EmbeddedServices services = new EmbeddedServices();
        try {
            services.startWith(settings);
            return services;
        } catch (StartException e) {
            services.close();
            throw e;
        }
    }

    private void startWith(EmbeddedSettings settings) throws StartException {
        boolean ownPostgres = settings.databaseUrl().isEmpty();
        boolean ownBroker = settings.amqpUri().isEmpty();
        // Addresses are read first: a mistake in one should not wait for a database to start.
        if (!ownPostgres) {
            properties.putAll(DatabaseAddress.properties(settings.databaseUrl().orElseThrow()));
        }
        if (!ownBroker) {
            describe(BrokerAddress.parse(settings.amqpUri().orElseThrow()));
        }
        if (ownPostgres || ownBroker) {
            startOver(DataFolder.open(settings.dataFolder()), settings, ownPostgres, ownBroker);
        }
    }

    private void startOver(DataFolder opened, EmbeddedSettings settings, boolean ownPostgres, boolean ownBroker)
            throws StartException {
        folder = opened;
        FutureTask<EmbeddedPostgres> postgresStart =
                new FutureTask<>(() -> EmbeddedPostgres.start(opened, settings.postgresPort()));
        if (ownPostgres) {
            // Beside the broker's start: each takes a second or more.
            new Thread(postgresStart, "postgresql start").start();
        }
        try {
            if (ownBroker) {
                broker = EmbeddedBroker.start(opened, settings.amqpPort());
                describe(broker.address());
                properties.put(BROKER_PROPERTY, broker.address().toString());
            }
        } finally {
            if (ownPostgres) {
                postgres = result(postgresStart::get);
            }
        }
        if (postgres != null) {
            properties.put("winnow.database.url", postgres.jdbcUrl());
            properties.put("winnow.database.username", postgres.username());
            properties.put("winnow.database.password", postgres.password());
        }
    }

    private static <T> T result(Callable<T> start) throws StartException {
        try {
            return start.call();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StartException reason) {
                throw reason;
            }
            throw new StartException("PostgreSQL cannot start: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start was interrupted", e);
        } catch (Exception e) {
            throw new StartException("PostgreSQL cannot start: " + e, e);
        }
    }

    private void describe(BrokerAddress address) {
        properties.put("winnow.amqp.uri", address.toUri());
        properties.put("rabbitmq-host", address.host());
        properties.put("rabbitmq-port", Integer.toString(address.port()));
        properties.put("rabbitmq-username", address.username());
        properties.put("rabbitmq-password", address.password());
        properties.put("rabbitmq-virtual-host", address.virtualHost());
    }

    /** Properties of the application, passwords included. */
    Map<String, String> properties() {
        return Map.copyOf(properties);
    }

    /** Stops what was started; the folder is given back last. */
    @Override
    public void close() {
        try {
            stopBroker();
        } finally {
            try {
                stopPostgres();
            } finally {
                unlock();
            }
        }
    }

    private void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private void stopPostgres() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private void unlock() {
        if (folder != null) {
            try {
                folder.close();
            } catch (IOException e) {
                LOG.warn("The lock of the data folder goes when this process ends", e);
            }
        }
    }
}
