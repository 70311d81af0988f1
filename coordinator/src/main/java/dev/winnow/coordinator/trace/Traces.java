package dev.winnow.coordinator.trace;

import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ShardAttempt;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Begins the coordinator's spans; who asks for one ends it. Thread-safe. */
@Singleton
public class Traces {
    /** A job's, on the request's span and on those of its shards. */
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("winnow.job.id");

    private static final AttributeKey<Long> SHARD = AttributeKey.longKey("winnow.shard.id");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("winnow.shard.attempt");

    // A trace of millions of spans can be neither stored nor looked at. A larger job has one for each shard's attempt,
    // linked to the request's, and sampled by itself.
    private static final int MOST_ITEMS_OF_ONE_TRACE = 1_000;

    private final Tracer tracer;

    /**
     * Takes what spans are begun with.
     *
     * @param on whether they are wanted: an SDK that is switched off begins some all the same, and sends them nowhere
     */
    Traces(OpenTelemetry telemetry, @ConfigProperty(name = "winnow.traces") boolean on) {
        this.tracer = (on ? telemetry : OpenTelemetry.noop()).getTracer("dev.winnow.coordinator");
    }

    /** The request that this thread answers; null where it answers none, or nothing is traced. */
    public @Nullable TraceParent request() {
        return TraceParent.of(Span.current());
    }

    /** The request that this thread answers has become a job. */
    public void becomes(UUID job) {
        Span.current().setAttribute(JOB, job.toString());
    }

    /**
     * A shard goes to its queue.
     *
     * @param request that brought its job, or null
     * @param jobItems how many items the job has
     */
    public Span dispatch(UUID job, ShardAttempt shard, @Nullable TraceParent request, int jobItems) {
        SpanBuilder span = tracer.spanBuilder("dispatch shard").setSpanKind(SpanKind.PRODUCER);
        if (request == null) {
            span.setNoParent();
        } else if (jobItems > MOST_ITEMS_OF_ONE_TRACE) {
            span.setNoParent().addLink(request.remote());
        } else {
            span.setParent(within(request));
        }
        return span.setAttribute(JOB, job.toString())
                .setAttribute(SHARD, shard.shard())
                .setAttribute(ATTEMPT, (long) shard.attempt())
                .startSpan();
    }

    /** A message of results is recorded; no span where it does not say what trace it belongs to. */
    public Span record(@Nullable TraceParent shard) {
        return shard == null
                ? Span.getInvalid()
                : tracer.spanBuilder("record results")
                        .setSpanKind(SpanKind.CONSUMER)
                        .setParent(within(shard))
                        .startSpan();
    }

    private static Context within(TraceParent parent) {
        return Context.root().with(Span.wrap(parent.remote()));
    }
}
