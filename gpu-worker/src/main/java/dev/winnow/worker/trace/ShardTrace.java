package dev.winnow.worker.trace;

import dev.winnow.common.result.ItemResult;
import io.opentelemetry.api.trace.Span;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The span of one attempt at a shard, and within it those of its items. It ends with the last of them. Thread-safe. */
public final class ShardTrace {
    private final WorkTracer tracer;
    private final Span shard;
    private final Map<Integer, Span> begun = new HashMap<>();
    private int open;

    ShardTrace(WorkTracer tracer, Span shard, int items) {
        this.tracer = tracer;
        this.shard = shard;
        this.open = items;
        endIfOver();
    }

    /** An item is being decoded; the windows of a long one, and what is begun anew here, are one span. */
    public synchronized void begun(int position) {
        begun.computeIfAbsent(position, it -> tracer.item(shard, it));
    }

    /** An item waits for the engine again: before it begins anew, or between two of its windows. */
    public synchronized void putBack(int position) {
        Span span = begun.get(position);
        if (span != null) {
            span.addEvent("waits");
        }
    }

    /** An item has ended, well or badly. */
    public synchronized void finished(ItemResult result) {
        Span span = begun.remove(result.position());
        // It may have failed before it began, as one does that is too long.
        WorkTracer.end(span == null ? tracer.item(shard, result.position()) : span, result);
        over();
    }

    /** An item was cancelled. */
    public synchronized void cancelled(int position) {
        @Nullable Span span = begun.remove(position);
        if (span != null) {
            span.addEvent("cancelled");
            span.end();
        }
        over();
    }

    private void over() {
        open--;
        endIfOver();
    }

    private void endIfOver() {
        if (open == 0) {
            shard.end();
        }
    }
}
