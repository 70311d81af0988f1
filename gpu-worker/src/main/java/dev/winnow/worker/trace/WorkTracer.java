package dev.winnow.worker.trace;

import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.common.work.ShardWork;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Begins a worker's spans. Thread-safe. */
public final class WorkTracer {
    private final Tracer tracer;

    public WorkTracer(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.winnow.worker");
    }

    /**
     * A shard was granted.
     *
     * @param dispatched where it was sent, or null
     * @param items how many of its items begin
     */
    public ShardTrace shard(ShardWork work, @Nullable TraceParent dispatched, int items) {
        return new ShardTrace(this, shardSpan(work, dispatched, items), items);
    }

    private Span shardSpan(ShardWork work, @Nullable TraceParent dispatched, int items) {
        return dispatched == null
                ? Span.getInvalid()
                : tracer.spanBuilder("extract shard")
                        .setSpanKind(SpanKind.CONSUMER)
                        .setParent(within(Span.wrap(dispatched.remote())))
                        .setAttribute("winnow.job.id", work.job().toString())
                        .setAttribute("winnow.shard.id", work.shard().shard())
                        .setAttribute("winnow.shard.attempt", work.shard().attempt())
                        .setAttribute("winnow.items", items)
                        .startSpan();
    }

    Span item(Span shard, int position) {
        return shard.getSpanContext().isValid()
                ? tracer.spanBuilder("extract item")
                        .setParent(within(shard))
                        .setAttribute("winnow.item.position", position)
                        .startSpan()
                : Span.getInvalid();
    }

    /** A document that somebody waits for is begun; end it by {@link #end}. */
    public Span document(OnlineWork work, @Nullable TraceParent asked) {
        return asked == null
                ? Span.getInvalid()
                : tracer.spanBuilder("extract document")
                        .setSpanKind(SpanKind.CONSUMER)
                        .setParent(within(Span.wrap(asked.remote())))
                        .setAttribute("winnow.request.id", work.request().toString())
                        .setAttribute("winnow.request.attempt", work.attempt())
                        .startSpan();
    }

    /** Ends the span of an item or a document, and says what came of it. Its text stays out of traces. */
    public static void end(Span span, ItemResult result) {
        if (result instanceof ItemOutput output) {
            span.setAttribute("winnow.input_tokens", output.usage().inputTokens());
            span.setAttribute("winnow.output_tokens", output.usage().outputTokens());
        } else if (result instanceof ItemFailure failure) {
            span.setStatus(StatusCode.ERROR, failure.code().wireName());
        }
        span.end();
    }

    private static Context within(Span parent) {
        return Context.root().with(parent);
    }
}
