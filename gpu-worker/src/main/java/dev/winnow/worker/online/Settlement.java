package dev.winnow.worker.online;

/** What becomes of a delivery. It is called once, and does nothing once the connection has ended. */
interface Settlement {
    /** The message is done with. */
    void ack();

    /** Another may have it. */
    void giveBack();
}
