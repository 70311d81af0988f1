package dev.winnow.worker.broker;

/** Told what the broker does, on the connection's threads: be quick and do not block. */
public interface BrokerListener {
    /** A message has come; it stays this worker's until it is settled or the session ends. */
    void delivered(Delivery delivery);

    /** The broker has taken a published message. */
    void confirmed(long letter);

    /**
     * The session has ended: its deliveries are nobody's, and what was published and not confirmed may be lost. Nothing
     * of the next session comes before this returns.
     */
    void disconnected();
}
