package dev.winnow.worker.result;

import dev.winnow.common.trace.TraceParent;
import org.jspecify.annotations.Nullable;

/** Where letters go. */
@FunctionalInterface
public interface Publisher {
    /**
     * Sends a message; its number comes back to {@link Outbox#confirmed} once the broker has it.
     *
     * @param trace where in a trace it belongs, or null
     * @return false if it was not sent, or perhaps not
     */
    boolean publish(long letter, byte[] body, @Nullable TraceParent trace);
}
