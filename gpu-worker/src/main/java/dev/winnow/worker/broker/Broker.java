package dev.winnow.worker.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.ConnectionFactory;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.Pool;
import dev.winnow.worker.control.Backoff;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The worker's line to the broker: consumes the pool's queue, publishes results with confirms, and opens a new session
 * whenever one ends or cannot be had, from the first start on. Thread-safe.
 *
 * <p>The client library's own recovery is off: it neither helps a cold start nor a channel that the broker closed
 * alone, so a second way would be needed beside it (docs/decisions/0006).
 */
public final class Broker implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Broker.class);
    private static final int HEARTBEAT_SECONDS = 20;
    private static final long JOIN_MILLIS = 10_000;

    private final ConnectionFactory factory;
    private final URI address;
    private final String queue;
    private final int prefetch;
    private final BrokerListener listener;
    private final Backoff backoff;
    private final RandomGenerator chance;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keepSession, "broker");
    private volatile @Nullable Session session;
    private boolean paused;
    // The broker thread's alone: how often in a row the queue could not be served.
    private int queueFaults;

    /**
     * Takes what is needed to connect; {@link #start} does it.
     *
     * @param address for example {@code amqp://user:password@host:5672/vhost}
     * @param prefetch deliveries that may be unsettled at once
     * @throws IllegalArgumentException if the address is no AMQP address
     */
    public Broker(
            URI address, Pool pool, int prefetch, BrokerListener listener, Backoff backoff, RandomGenerator chance) {
        this(address, pool.workQueue(), prefetch, listener, backoff, chance);
    }

    /** The same for any queue of work. */
    public Broker(
            URI address, String queue, int prefetch, BrokerListener listener, Backoff backoff, RandomGenerator chance) {
        this.address = address;
        this.queue = queue;
        this.prefetch = prefetch;
        this.listener = listener;
        this.backoff = backoff;
        this.chance = chance;
        this.factory = new BrokerAddress(address).connectionFactory(HEARTBEAT_SECONDS);
        thread.setDaemon(true);
    }

    /** Begins to connect, and goes on until {@link #close}. */
    public void start() {
        thread.start();
    }

    /** Whether there is a session now. */
    public boolean connected() {
        Session now = session;
        return now != null && now.open();
    }

    /**
     * Publishes a result message; the listener is told its number once the broker has it.
     *
     * @return false if there is no session, or the broker takes nothing just now, or the session ended meanwhile: the
     *     message may be lost
     */
    public boolean publish(long letter, byte[] body, @Nullable TraceParent trace) {
        Session now = session;
        if (now == null || !now.open()) {
            return false;
        }
        try {
            return now.publish(letter, body, trace);
        } catch (IOException | AlreadyClosedException e) {
            LOG.debugf(e, "a result could not be published");
            now.close();
            return false;
        }
    }

    /** Takes no more deliveries, also in later sessions; those in hand stay. */
    public synchronized void pause() {
        if (paused) {
            return;
        }
        paused = true;
        withSession(now -> now.stopConsuming(queue));
    }

    /** Takes deliveries again. */
    public synchronized void resume() {
        if (!paused) {
            return;
        }
        paused = false;
        withSession(now -> now.consume(queue, listener));
    }

    private void withSession(SessionStep step) {
        Session now = session;
        if (now == null || !now.open()) {
            return;
        }
        try {
            step.run(now);
        } catch (IOException | AlreadyClosedException e) {
            LOG.debugf(e, "the session ended while consuming was switched");
            now.close();
        }
    }

    private void keepSession() {
        int failures = 0;
        while (closed.getCount() > 0) {
            try (Session opened = open()) {
                failures = 0;
                queueFaults = 0;
                LOG.infof("connected to the broker at %s:%d, queue %s", address.getHost(), factory.getPort(), queue);
                if (closed.getCount() > 0) {
                    opened.awaitEnd();
                }
            } catch (IOException | TimeoutException | RuntimeException e) {
                LOG.warnf("no connection to the broker at %s:%d: %s", address.getHost(), factory.getPort(), reason(e));
                queueFaults = QueueFault.in(e) ? queueFaults + 1 : 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } finally {
                session = null;
                listener.disconnected();
            }
            failures++;
            await(failures);
        }
    }

    private synchronized Session open() throws IOException, TimeoutException {
        boolean anew = queueFaults == QueueFault.MANY;
        if (anew) {
            queueFaults = 0;
        }
        Session opened = Session.open(factory, queue, prefetch, paused, anew, listener);
        session = opened;
        return opened;
    }

    private void await(int failures) {
        try {
            if (!closed.await(backoff.after(failures, chance).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("connecting to the broker again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getMessage() == null && e.getCause() != null ? e.getCause() : e;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Ends the session; the broker takes back what is unsettled. */
    @Override
    public void close() {
        closed.countDown();
        Session now = session;
        if (now != null) {
            now.close();
        }
        try {
            thread.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface SessionStep {
        void run(Session session) throws IOException;
    }
}
