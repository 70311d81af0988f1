package dev.winnow.worker.online;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.OnlineCancel;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.worker.log.Subject;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** One connection: documents come, replies go, and on a queue of its own it hears that nobody waits. Thread-safe. */
final class OnlineSession implements Replies, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OnlineSession.class);
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");
    private static final BasicProperties PASSING = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(1)
            .build();
    private static final int CLOSE_MILLIS = 3_000;
    private static final int LAST_WORDS_MILLIS = 2_000;
    // A broker that takes nothing: whoever waits would hear too late.
    private static final int MOST_WAITING = 4_096;

    private final Connection connection;
    private final String queue;
    private final String cancels = "winnow.online.worker." + UUID.randomUUID();
    private final OnlineDesk desk;
    private final Channel work;
    private final Channel replies;
    private final CountDownLatch ended = new CountDownLatch(1);
    // Replies are made on the extractor's thread, which waits for no broker.
    private final ThreadPoolExecutor sending =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                Thread thread = new Thread(Subject.none(task), "online replies");
                thread.setDaemon(true);
                return thread;
            });
    private boolean consuming;

    private OnlineSession(Connection connection, String queue, OnlineDesk desk) throws IOException {
        this.connection = connection;
        this.queue = queue;
        this.desk = desk;
        this.work = connection.createChannel();
        this.replies = connection.createChannel();
    }

    /** Declares the queues and listens to cancellations. */
    static OnlineSession open(Connection connection, String queue, int slots, OnlineDesk desk) throws IOException {
        try {
            OnlineSession session = new OnlineSession(connection, queue, desk);
            session.prepare(slots);
            return session;
        } catch (IOException | RuntimeException e) {
            connection.abort(CLOSE_MILLIS);
            throw e;
        }
    }

    private void prepare(int slots) throws IOException {
        connection.addShutdownListener(cause -> ended.countDown());
        work.addShutdownListener(cause -> ended.countDown());
        replies.addShutdownListener(cause -> ended.countDown());
        work.queueDeclare(queue, true, false, false, QUORUM);
        work.basicQos(slots);
        replies.queueDeclare(cancels, false, true, true, Map.of());
        replies.basicConsume(cancels, true, (tag, message) -> cancelled(message.getBody()), tag -> ended.countDown());
        // The queue of a coordinator that is gone: nobody waits any more.
        replies.addReturnListener(returned -> nobodyHears(returned.getBody()));
    }

    private void cancelled(byte[] body) {
        try {
            if (WireFormat.readWork(body) instanceof OnlineCancel cancel) {
                desk.cancel(cancel.request());
            }
        } catch (MessageRefusedException e) {
            LOG.errorf("a cancellation was thrown away: %s", e.getMessage());
        }
    }

    private void nobodyHears(byte[] body) {
        try {
            desk.cancel(WireFormat.readReply(body).request());
        } catch (MessageRefusedException e) {
            LOG.errorf("a reply came back that cannot be read: %s", e.getMessage());
        }
    }

    /** Takes documents, or no more. */
    synchronized void consume(boolean wanted) {
        if (wanted == consuming || ended.getCount() == 0) {
            return;
        }
        consuming = wanted;
        try {
            if (wanted) {
                work.basicConsume(queue, false, queue, (tag, message) -> arrived(message), tag -> ended.countDown());
            } else {
                work.basicCancel(queue);
            }
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("the session ended while consuming was switched", e);
            ended.countDown();
        }
    }

    private void arrived(Delivery delivery) {
        long tag = delivery.getEnvelope().getDeliveryTag();
        Settlement settlement = new Settled(tag);
        try {
            if (WireFormat.readWork(delivery.getBody()) instanceof OnlineWork document) {
                if (delivery.getEnvelope().isRedeliver()) {
                    // It may be what the worker before died of. Sent first: an ack alone would be silence.
                    send(document.replyTo(), new OnlineReply.HandedBack(document.request(), document.attempt()));
                    settlement.ack();
                } else {
                    desk.arrived(
                            document, TraceParent.of(delivery.getProperties().getHeaders()), settlement, this, cancels);
                }
            }
        } catch (MessageRefusedException e) {
            LOG.errorf("an online request was thrown away: %s", e.getMessage());
            settlement.ack();
        }
    }

    @Override
    public boolean send(String to, OnlineReply reply) {
        try {
            sending.execute(() -> publish(to, reply));
            return true;
        } catch (RejectedExecutionException e) {
            LOG.debugf("a reply to %s is not sent: %s", reply.request(), e.getMessage());
            return false;
        }
    }

    private void publish(String to, OnlineReply reply) {
        try {
            replies.basicPublish("", to, true, PASSING, WireFormat.write(reply));
        } catch (IOException | AlreadyClosedException e) {
            LOG.debug("a reply could not be sent", e);
            ended.countDown();
        }
    }

    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Ends it; the broker takes back what has not ended. */
    @Override
    public void close() {
        ended.countDown();
        sending.shutdown();
        try {
            // What has ended is told and acked, or somebody would do it again.
            if (!sending.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("the broker takes no more replies");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sending.shutdownNow();
        connection.abort(CLOSE_MILLIS);
    }

    /** Settles one delivery, behind the replies about it. */
    private final class Settled implements Settlement {
        private final long tag;
        private final AtomicBoolean over = new AtomicBoolean();

        private Settled(long tag) {
            this.tag = tag;
        }

        @Override
        public void ack() {
            settle(() -> work.basicAck(tag, false));
        }

        @Override
        public void giveBack() {
            settle(() -> work.basicNack(tag, false, true));
        }

        private void settle(Step step) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            try {
                sending.execute(() -> {
                    try {
                        step.run();
                    } catch (IOException | AlreadyClosedException e) {
                        LOG.debug("a delivery could not be settled", e);
                        ended.countDown();
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("the session has ended", e);
                ended.countDown();
            }
        }
    }

    /** Something said to the broker. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
