package dev.winnow.worker.result;

import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.trace.TraceParent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One results message: not sent, sent, or confirmed by the broker. Guarded by its {@link Outbox}. */
final class Letter {
    private final long number;
    private final ItemsFinished content;
    private final @Nullable TraceParent trace;
    private Instant sentAt = Instant.MIN;
    private int sendings;
    private boolean lost;
    private boolean confirmed;

    Letter(long number, ItemsFinished content, @Nullable TraceParent trace) {
        this.number = number;
        this.content = content;
        this.trace = trace;
    }

    long number() {
        return number;
    }

    ItemsFinished content() {
        return content;
    }

    @Nullable
    TraceParent trace() {
        return trace;
    }

    boolean isConfirmed() {
        return confirmed;
    }

    void sent(Instant now) {
        sentAt = now;
        sendings++;
        lost = false;
    }

    void confirmed() {
        confirmed = true;
        lost = false;
    }

    /** The connection ended: what was not confirmed by then may never have arrived. */
    void disconnected() {
        lost = !confirmed;
    }

    /** It did not leave after all: that counts as no sending, however often it is tried. */
    void notSent() {
        sendings--;
        lost = !confirmed;
    }

    /**
     * Whether to send it now.
     *
     * @param missed whether the coordinator could have called it recorded by now, had it come: the shard has no more
     *     results to come, and none waits long in its queue; only then does a confirmed letter grow old
     */
    boolean due(Instant now, SendingRules rules, boolean missed) {
        if (sendings == 0 || lost) {
            return true;
        }
        boolean old = !now.isBefore(sentAt.plus(rules.resend().wholeAfter(sendings)));
        return old && (missed || !confirmed);
    }
}
