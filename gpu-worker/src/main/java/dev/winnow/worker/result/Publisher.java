package dev.winnow.worker.result;

/** Where letters go. */
@FunctionalInterface
public interface Publisher {
    /**
     * Sends a message; its number comes back to {@link Outbox#confirmed} once the broker has it.
     *
     * @return false if it was not sent, or perhaps not
     */
    boolean publish(long letter, byte[] body);
}
