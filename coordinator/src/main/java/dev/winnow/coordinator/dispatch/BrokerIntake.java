package dev.winnow.coordinator.dispatch;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.ShutdownSignalException;
import dev.winnow.coordinator.config.BrokerConfig;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker takes messages. One that is short of disk or memory answers every question and delivers what it
 * has, but reads nothing more from a connection that has published since, and tells only such a connection why. So this
 * publishes: a message without content to no queue, on a connection that nobody else needs. Thread-safe.
 */
@Singleton
public class BrokerIntake {
    private static final Logger LOG = Logger.getLogger(BrokerIntake.class);
    private static final String NO_QUEUE = "winnow.nowhere";
    private static final byte[] NOTHING = {};
    // An alarm that the log of its own queues has raised never ends by itself: docs/reference/protocol.md.
    private static final String MEMORY_REMEDY = "free memory there; if its queues are nearly empty, set"
            + " raft.wal_max_size_bytes to an eighth of vm_memory_high_watermark";
    private static final long CONFIRM_MILLIS = 2_000;
    private static final int CLOSE_MILLIS = 1_000;

    // Dispatch asks at every round; an alarm is no matter of milliseconds.
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConnectionFactory factory;
    private @Nullable Channel channel;
    private volatile @Nullable String blockedFor;
    private @Nullable String obstacle;
    private boolean looked;
    private long lookedAt;

    BrokerIntake(BrokerConfig config) {
        this.factory = config.connectionFactory();
    }

    /** Why the broker takes no messages, in words; empty while it takes them. An answer is up to a second old. */
    public synchronized Optional<String> obstacle() {
        if (!looked || System.nanoTime() - lookedAt >= FRESH_NANOS) {
            String found = look();
            tell(found);
            obstacle = found;
            looked = true;
            lookedAt = System.nanoTime();
        }
        return Optional.ofNullable(obstacle);
    }

    // A disk may be full for days: one line at the beginning and one at the end.
    private void tell(@Nullable String found) {
        if (found != null && obstacle == null) {
            LOG.warnf("nothing is dispatched: %s", found);
        } else if (found == null && obstacle != null) {
            LOG.info("the broker takes messages again, and dispatch goes on");
        }
    }

    private @Nullable String look() {
        String blocked = blockedFor;
        if (channel != null && channel.isOpen() && blocked != null) {
            return inWords(blocked);
        }
        try {
            Channel open = channel();
            open.basicPublish("", NO_QUEUE, MessageProperties.MINIMAL_BASIC, NOTHING);
            return open.waitForConfirms(CONFIRM_MILLIS) ? null : where() + " refuses messages";
        } catch (TimeoutException e) {
            blocked = blockedFor;
            if (blocked != null) {
                return inWords(blocked);
            }
            close();
            return where() + " does not confirm messages";
        } catch (IOException | ShutdownSignalException e) {
            close();
            return "%s does not answer: %s".formatted(where(), reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted while " + where() + " was asked";
        }
    }

    private String inWords(String reason) {
        return "%s blocks publishers until its alarm is over: %s; %s"
                .formatted(where(), reason, reason.contains("memory") ? MEMORY_REMEDY : "free disk space there");
    }

    private String where() {
        return "the broker at %s:%d".formatted(factory.getHost(), factory.getPort());
    }

    private Channel channel() throws IOException, TimeoutException {
        if (channel == null || !channel.isOpen()) {
            close();
            Connection connection = factory.newConnection("winnow-coordinator-intake");
            connection.addBlockedListener(reason -> blockedFor = reason, () -> blockedFor = null);
            channel = connection.createChannel();
            channel.confirmSelect();
        }
        return channel;
    }

    private static String reason(Exception e) {
        Throwable cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    @PreDestroy
    synchronized void close() {
        if (channel != null) {
            // A broker that blocks this connection does not read its goodbye either.
            channel.getConnection().abort(CLOSE_MILLIS);
            channel = null;
        }
        blockedFor = null;
    }
}
