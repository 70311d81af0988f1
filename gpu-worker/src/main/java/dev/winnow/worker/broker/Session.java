package dev.winnow.worker.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.trace.TraceParent;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One connection with a channel to consume on and one to publish on; they live and die together. Thread-safe. */
final class Session implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Session.class);
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");
    private static final BasicProperties PERSISTENT_JSON = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(2)
            .build();
    private static final int CLOSE_MILLIS = 3_000;

    // A broker that blocks publishers reads nothing more from their connection. What is on the way must fit into the
    // sockets' buffers, or a write would wait for the end of the alarm, and with it whoever acks or says goodbye.
    private static final long MOST_BYTES_IN_FLIGHT = 1 << 20;

    private final Connection connection;
    private final Channel work;
    private final Channel results;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ConcurrentNavigableMap<Long, InFlight> inFlight = new ConcurrentSkipListMap<>();
    private final AtomicLong bytesInFlight = new AtomicLong();
    private volatile boolean blocked;

    private Session(Connection connection) throws IOException {
        this.connection = connection;
        this.work = connection.createChannel();
        this.results = connection.createChannel();
    }

    /**
     * Connects, declares both queues and begins to consume unless paused.
     *
     * @param anew whether the queue is deleted first
     */
    static Session open(
            ConnectionFactory factory,
            String queue,
            int prefetch,
            boolean paused,
            boolean anew,
            BrokerListener listener)
            throws IOException, TimeoutException {
        Session session = new Session(factory.newConnection("winnow worker of " + queue));
        try {
            session.watch();
            if (anew) {
                LOG.warnf("the broker has lost the queue %s, which is made anew: its shards are planned again", queue);
                session.work.queueDelete(queue);
            }
            session.declare(queue);
            session.prepareResults(listener);
            session.work.basicQos(prefetch);
            if (!paused) {
                session.consume(queue, listener);
            }
            return session;
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void watch() {
        connection.addShutdownListener(cause -> end(cause.getMessage()));
        // A channel can end alone: the broker's ack timeout, a queue with other arguments. Half a session is useless.
        work.addShutdownListener(cause -> end(cause.getMessage()));
        results.addShutdownListener(cause -> end(cause.getMessage()));
        connection.addBlockedListener(this::blocked, this::unblocked);
    }

    private void blocked(String reason) {
        LOG.warnf("the broker blocks publishers (%s): results wait here until its alarm is over", reason);
        blocked = true;
    }

    private void unblocked() {
        LOG.info("the broker takes results again");
        blocked = false;
    }

    private void end(@Nullable String why) {
        if (ended.getCount() > 0) {
            LOG.debugf("session ends: %s", why);
            ended.countDown();
        }
    }

    private void declare(String queue) throws IOException {
        work.queueDeclare(queue, true, false, false, QUORUM);
        work.queueDeclare(ResultMessage.QUEUE, true, false, false, QUORUM);
    }

    private void prepareResults(BrokerListener listener) throws IOException {
        results.confirmSelect();
        results.addConfirmListener(
                (sequence, multiple) -> confirmed(sequence, multiple, listener),
                (sequence, multiple) -> end("the broker refused a result (nack %d)".formatted(sequence)));
        // The queue was deleted under us. The broker confirms such a message all the same; a new session declares it.
        results.addReturnListener(returned -> end("the results queue is gone: " + returned.getReplyText()));
    }

    private void confirmed(long sequence, boolean multiple, BrokerListener listener) {
        if (!open()) {
            return;
        }
        Map<Long, InFlight> taken =
                multiple ? inFlight.headMap(sequence, true) : inFlight.subMap(sequence, true, sequence, true);
        for (InFlight one : taken.values()) {
            bytesInFlight.addAndGet(-one.bytes());
            listener.confirmed(one.letter());
        }
        taken.clear();
    }

    void consume(String queue, BrokerListener listener) throws IOException {
        work.basicConsume(
                queue,
                false,
                queue,
                (tag, message) -> listener.delivered(new Delivery(
                        this,
                        message.getEnvelope().getDeliveryTag(),
                        message.getBody(),
                        TraceParent.of(message.getProperties().getHeaders()))),
                tag -> end("the queue " + queue + " is gone"));
    }

    void stopConsuming(String queue) throws IOException {
        work.basicCancel(queue);
    }

    /**
     * Publishes a result; only one thread may do so at a time.
     *
     * @return false if the broker takes none just now, and nothing was sent
     */
    synchronized boolean publish(long letter, byte[] body, @Nullable TraceParent trace) throws IOException {
        long others = bytesInFlight.get();
        if (blocked || (others > 0 && others + body.length > MOST_BYTES_IN_FLIGHT)) {
            return false;
        }
        bytesInFlight.addAndGet(body.length);
        inFlight.put(results.getNextPublishSeqNo(), new InFlight(letter, body.length));
        results.basicPublish("", ResultMessage.QUEUE, true, properties(trace), body);
        return true;
    }

    private static BasicProperties properties(@Nullable TraceParent trace) {
        return trace == null
                ? PERSISTENT_JSON
                : PERSISTENT_JSON.builder().headers(TraceParent.headers(trace)).build();
    }

    boolean open() {
        return ended.getCount() > 0;
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    void ack(long tag) {
        settle("ack", () -> work.basicAck(tag, false));
    }

    void giveBack(long tag) {
        settle("give back", () -> work.basicNack(tag, false, true));
    }

    private void settle(String what, Settlement settlement) {
        if (!open()) {
            return;
        }
        try {
            settlement.run();
        } catch (IOException | AlreadyClosedException e) {
            // The broker delivers the message again, and the coordinator refuses its claim.
            LOG.debugf(e, "could not %s a delivery of a session that ended", what);
        }
    }

    @Override
    public void close() {
        ended.countDown();
        // Whoever ends the session and the broker's own thread both come here.
        if (closing.compareAndSet(false, true)) {
            connection.abort(CLOSE_MILLIS);
        }
    }

    @FunctionalInterface
    private interface Settlement {
        void run() throws IOException;
    }

    /** A letter that the broker has not confirmed. */
    private record InFlight(long letter, int bytes) {}
}
