package dev.winnow.common.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A span that others refer to, in the form of the header {@code traceparent} (W3C recommendation Trace Context, level
 * 1). {@code tracestate} is not carried on.
 *
 * @param text such as {@code 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01}
 */
public record TraceParent(String text) {
    /** Under which name messages carry it. */
    public static final String HEADER = "traceparent";

    // Ids of zeros name nothing.
    private static final Pattern FORM = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE = 3;
    private static final int SPAN = TRACE + 33;
    private static final int FLAGS = SPAN + 17;

    public TraceParent {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a traceparent of version 00: " + text);
        }
    }

    /** The span's; null where there is none, as where nothing is traced. */
    public static @Nullable TraceParent of(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isValid()
                ? new TraceParent("00-%s-%s-%s"
                        .formatted(
                                context.getTraceId(),
                                context.getSpanId(),
                                context.getTraceFlags().asHex()))
                : null;
    }

    /** What stands among a message's headers; null where there is nothing that can be read. */
    public static @Nullable TraceParent of(@Nullable Map<String, Object> headers) {
        Object text = headers == null ? null : headers.get(HEADER);
        return text != null && FORM.matcher(text.toString()).matches() ? new TraceParent(text.toString()) : null;
    }

    /** A message's headers; none where there is no trace. */
    public static Map<String, Object> headers(@Nullable TraceParent trace) {
        return trace == null ? Map.of() : Map.of(HEADER, trace.text());
    }

    /** The span that it stands for, which is another process's. */
    public SpanContext remote() {
        return SpanContext.createFromRemoteParent(
                text.substring(TRACE, SPAN - 1),
                text.substring(SPAN, FLAGS - 1),
                TraceFlags.fromHex(text, FLAGS),
                TraceState.getDefault());
    }
}
