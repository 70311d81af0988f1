package dev.winnow.worker.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a queue that the broker has lost from a broker that is away. After a crash in the midst of its creation a
 * quorum queue can be known by name and nothing else: it can be declared, but whoever wants to consume from it ends
 * with an internal error, for ever. It must be deleted and made anew; what was in it comes again by the database's
 * word.
 */
final class QueueFault {
    /** So many in a row are no passing trouble. */
    static final int MANY = 5;

    private QueueFault() {}

    /** Whether the broker ended the connection with an internal error. */
    static boolean in(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ShutdownSignalException end
                    && end.getReason() instanceof AMQP.Connection.Close close
                    && close.getReplyCode() == AMQP.INTERNAL_ERROR) {
                return true;
            }
        }
        return false;
    }
}
