package dev.winnow.coordinator.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.ShardAttempt;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final UUID JOB = UUID.fromString("00000000-0000-0000-0000-00000000000a");
    private static final ShardAttempt SHARD = new ShardAttempt(7, 2);
    private static final TraceParent REQUEST =
            new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    private static final String NONE = "0000000000000000";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetry telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .addSpanProcessor(new QueryRemoval())
                    .build())
            .build();
    private final Traces traces = new Traces(telemetry, true);

    @Test
    void a_shard_of_a_small_job_is_within_the_requests_trace() {
        traces.dispatch(JOB, SHARD, REQUEST, 1_000).end();

        assertThat(only().getTraceId()).isEqualTo(REQUEST.remote().getTraceId());
        assertThat(only().getParentSpanId()).isEqualTo(REQUEST.remote().getSpanId());
        assertThat(only().getAttributes().asMap().toString()).contains(JOB.toString(), "shard.id=7", "attempt=2");
    }

    @Test
    void a_shard_of_a_large_job_has_a_trace_of_its_own_that_is_linked_to_the_request() {
        traces.dispatch(JOB, SHARD, REQUEST, 1_001).end();

        assertThat(only().getTraceId()).isNotEqualTo(REQUEST.remote().getTraceId());
        assertThat(only().getParentSpanId()).isEqualTo(NONE);
        assertThat(only().getLinks()).singleElement().satisfies(link -> assertThat(link.getSpanContext())
                .isEqualTo(REQUEST.remote()));
    }

    @Test
    void a_shard_of_a_job_that_no_traced_request_brought_has_a_trace_of_its_own() {
        traces.dispatch(JOB, SHARD, null, 1).end();

        assertThat(only().getParentSpanId()).isEqualTo(NONE);
        assertThat(only().getLinks()).isEmpty();
    }

    @Test
    void results_that_come_without_a_trace_are_recorded_without_one() {
        traces.record(null).end();
        assertThat(spans.getFinishedSpanItems()).isEmpty();

        traces.record(REQUEST).end();
        assertThat(only().getParentSpanId()).isEqualTo(REQUEST.remote().getSpanId());
    }

    @Test
    void where_traces_are_off_nothing_is_begun_and_no_message_says_so() {
        Traces off = new Traces(telemetry, false);

        assertThat(TraceParent.of(off.dispatch(JOB, SHARD, null, 1))).isNull();
        assertThat(TraceParent.of(off.dispatch(JOB, SHARD, REQUEST, 1_001))).isNull();
        off.record(REQUEST).end();
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void what_a_request_asks_for_stays_out_of_its_span() {
        telemetry
                .getTracer("http")
                .spanBuilder("GET /api/v1/extractions")
                .setAttribute("url.query", "search=secret")
                .setAttribute("url.path", "/api/v1/extractions")
                .startSpan()
                .end();

        assertThat(only().getAttributes().asMap().toString())
                .contains("/api/v1/extractions")
                .doesNotContain("secret");
    }

    private SpanData only() {
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
        return spans.getFinishedSpanItems().get(0);
    }
}
