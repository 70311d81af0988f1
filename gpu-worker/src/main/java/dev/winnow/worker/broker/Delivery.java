package dev.winnow.worker.broker;

/**
 * A message in this worker's hands. Once its session has ended it can still be read, but settling it does nothing: the
 * broker delivers the message again. Thread-safe.
 */
public final class Delivery {
    private final Session session;
    private final long tag;
    private final byte[] body;

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
        session.ack(tag);
    }

    /** Gives the message back, so that it is delivered again, perhaps to another worker. */
    public void giveBack() {
        session.giveBack(tag);
    }
}
