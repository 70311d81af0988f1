package dev.winnow.worker.online;

import com.rabbitmq.client.ConnectionFactory;
import dev.winnow.worker.broker.BrokerAddress;
import dev.winnow.worker.control.Backoff;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps an {@link OnlineSession} as long as the worker lives, and opens the next one when one ends. Thread-safe. */
public final class OnlineLine implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OnlineLine.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    // Whoever waits is told of a dead worker when the broker gives up its connection.
    private static final int HEARTBEAT_SECONDS = 10;
    private static final long JOIN_MILLIS = 5_000;

    private final ConnectionFactory factory;
    private final String queue;
    private final int slots;
    private final OnlineDesk desk;
    private final Random chance = new Random();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keepSession, "online broker");
    private volatile @Nullable OnlineSession session;
    private boolean open;

    /**
     * Takes what is needed to connect; {@link #start} does it.
     *
     * @param slots documents that are here at once
     */
    public OnlineLine(URI address, String queue, int slots, OnlineDesk desk) {
        this.queue = queue;
        this.slots = slots;
        this.desk = desk;
        this.factory = new BrokerAddress(address).connectionFactory(HEARTBEAT_SECONDS);
        thread.setDaemon(true);
    }

    /** Begins to connect, and goes on until {@link #close}; nothing is taken before {@link #open}. */
    public void start() {
        thread.start();
    }

    /** Takes documents from now on. */
    public synchronized void open() {
        if (!open) {
            open = true;
            switchSession(true);
        }
    }

    /** Takes no more, and gives back what has not begun. */
    public synchronized void pause() {
        if (open) {
            open = false;
            switchSession(false);
        }
        desk.giveBackWaiting();
    }

    private void switchSession(boolean takes) {
        OnlineSession now = session;
        if (now != null) {
            now.consume(takes);
        }
    }

    private void keepSession() {
        int failures = 0;
        while (closed.getCount() > 0) {
            try (OnlineSession opened = opened()) {
                failures = 0;
                if (closed.getCount() > 0) {
                    opened.awaitEnd();
                }
            } catch (IOException | TimeoutException | RuntimeException e) {
                LOG.logf(
                        failures == 0 ? Logger.Level.WARN : Logger.Level.DEBUG,
                        "online requests wait for the broker: %s",
                        e.getMessage() == null && e.getCause() != null ? e.getCause() : e);
            } catch (InterruptedException e) {
                return; // only close interrupts
            } finally {
                session = null;
                desk.disconnected();
            }
            failures++;
            pause(failures);
        }
    }

    // Not under the lock: whoever pauses does not wait for a broker that is away.
    private OnlineSession opened() throws IOException, TimeoutException {
        OnlineSession opened =
                OnlineSession.open(factory.newConnection("winnow worker of " + queue), queue, slots, desk);
        synchronized (this) {
            session = opened;
            opened.consume(open);
        }
        return opened;
    }

    private void pause(int failures) {
        try {
            if (closed.await(PAUSES.after(failures, chance).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("online requests are taken no more");
            }
        } catch (InterruptedException e) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        OnlineSession now = session;
        if (now != null) {
            now.close();
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
