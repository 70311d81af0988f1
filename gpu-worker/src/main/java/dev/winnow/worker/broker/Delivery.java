package dev.winnow.worker.broker;

import dev.winnow.common.trace.TraceParent;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A message in this worker's hands. Once its session has ended it can still be read, but settling it does nothing: the
 * broker delivers the message again. It is settled once: a second settlement would end the channel. Thread-safe.
 */
public final class Delivery {
    private final Session session;
    private final long tag;
    private final byte[] body;
    private final @Nullable TraceParent trace;
    private final AtomicBoolean settled = new AtomicBoolean();

    Delivery(Session session, long tag, byte[] body, @Nullable TraceParent trace) {
        this.session = session;
        this.tag = tag;
        this.body = body;
        this.trace = trace;
    }

    /** The message's bytes; shared, not to be written to. */
    public byte[] body() {
        return body;
    }

    /** Where it was sent, if that is traced. */
    public @Nullable TraceParent trace() {
        return trace;
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
