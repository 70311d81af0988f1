package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * A document that somebody waits for. It takes no claim and nothing of it is recorded: the broker's delivery is all
 * that there is, and a delivery that comes again is not begun.
 *
 * @param request which request
 * @param attempt which try at it, from 1
 * @param task what is asked
 * @param item the document, at position 0
 * @param replyTo the queue that hears of it; when that is gone nobody waits any more
 */
public record OnlineWork(UUID request, int attempt, ExtractionTask task, WorkItem item, String replyTo)
        implements WorkMessage {
    public OnlineWork {
        requireNonNull(request, "request");
        requireNonNull(task, "task");
        requireNonNull(item, "item");
        requireNonNull(replyTo, "replyTo");
        if (attempt < 1) {
            throw new IllegalArgumentException("attempt must be at least 1, was " + attempt);
        }
    }
}
