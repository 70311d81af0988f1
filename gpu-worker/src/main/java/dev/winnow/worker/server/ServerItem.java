package dev.winnow.worker.server;

import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.ExtractionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One item on its way through the server. Guarded by its {@link ServerExtractor}. */
final class ServerItem {
    final ExtractionTask task;
    final WorkItem item;
    final ExtractionListener listener;

    /** How often its output was not valid. */
    int tries;

    /** The server came to grief while it had this one: next time it has it alone. */
    boolean suspect;

    /** The same, while it had it alone; whether that counts shows when the server works again. */
    boolean accused;

    private @Nullable Future<?> call;
    private Instant sent = Instant.MAX;
    private Instant deadline = Instant.MAX;

    ServerItem(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        this.task = task;
        this.item = item;
        this.listener = listener;
    }

    /** It is at the server from now on. */
    void sent(Future<?> by, Instant now) {
        call = by;
        sent = now;
        if (deadline.equals(Instant.MAX)) {
            deadline = now.plusSeconds(task.itemSeconds());
        }
    }

    /** Whether that call is its own: it has not been cancelled, nor come to its time limit. */
    boolean waitsFor(Future<?> answered) {
        return call == answered;
    }

    /** Closes the request, if there is one. */
    void hangUp() {
        if (call != null) {
            Future<?> open = call;
            call = null;
            open.cancel(true);
        }
    }

    /** The call has ended. */
    void answered() {
        call = null;
    }

    /** The time that it spent so far is not its own fault. */
    void forgetTime() {
        deadline = Instant.MAX;
    }

    /** The process stood still for so long. */
    void allow(Duration more) {
        deadline = deadline.equals(Instant.MAX) ? deadline : deadline.plus(more);
    }

    boolean isOverdue(Instant now) {
        return now.isAfter(deadline);
    }

    Instant sentAt() {
        return sent;
    }

    /** What is said when it was too long at a server that works. */
    String passedLimit() {
        return ("passed item_seconds = %d at the server; shorten the input, raise item_seconds, or set WINNOW_SLOTS to how"
                        + " many the server does at once")
                .formatted(task.itemSeconds());
    }
}
