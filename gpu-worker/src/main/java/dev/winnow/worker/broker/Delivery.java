package dev.winnow.worker.broker;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A message in this worker's hands. Once its session has ended it can still be read, but settling it does nothing: the
 * broker delivers the message again. It is settled once: a second settlement would end the channel. Thread-safe.
 */
public final class Delivery {
    private final Session session;
    private final long tag;
    private final byte[] body;
    private final AtomicBoolean settled = new AtomicBoolean();

    Delivery(Session session, long tag, byte[] body) {
        this.session = session;
        this.tag = tag;
        this.body = body;
    }

    /** The message's bytes; shared, not to be written to. */
    public byte[] body() {
        return body;
    }

    /** Whether the message is still this worker's. */
    public boolean live() {
        return session.open();
    }

    /** Tells the broker that the message is done with. */
    public void ack() {
        if (settled.compareAndSet(false, true)) {
            session.ack(tag);
        }
    }

    /** Gives the message back, so that it is delivered again, perhaps to another worker. */
    public void giveBack() {
        if (settled.compareAndSet(false, true)) {
            session.giveBack(tag);
        }
    }
}
