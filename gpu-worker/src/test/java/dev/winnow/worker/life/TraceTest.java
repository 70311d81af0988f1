package dev.winnow.worker.life;

import static dev.winnow.worker.life.WorkerUnderTest.shard;
import static dev.winnow.worker.life.WorkerUnderTest.suspect;
import static dev.winnow.worker.life.WorkerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardWork;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a worker adds to the trace that a shard comes with. */
@Tag("rabbitmq")
class TraceTest {
    private static final TraceParent SENT = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @Test
    void a_shard_that_comes_with_a_trace_has_a_span_and_each_of_its_items_one_within() {
        try (WorkerUnderTest test = new WorkerUnderTest().started()) {
            dispatch(test, shard(1, 0, 1));
            test.untilStarted(0, 1);
            test.extractor.begin(0);
            test.extractor.finish(0);
            test.extractor.begin(1);
            test.extractor.finish(new ItemFailure(1, ErrorCode.TIME_LIMIT, "a secret of the text"));

            SpanData shard = only(test, "extract shard");
            List<SpanData> items = named(test, "extract item");
            assertThat(shard.getTraceId()).isEqualTo(SENT.remote().getTraceId());
            assertThat(shard.getParentSpanId()).isEqualTo(SENT.remote().getSpanId());
            assertThat(items).hasSize(2).allSatisfy(item -> assertThat(item.getParentSpanId())
                    .isEqualTo(shard.getSpanId()));
            assertThat(items.get(1).getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(items.get(1).getStatus().getDescription()).isEqualTo("time_limit");
            assertThat(test.spans.getFinishedSpanItems().toString()).doesNotContain("secret");
        }
    }

    @Test
    void results_are_sent_with_the_trace_that_their_shard_came_with() {
        try (WorkerUnderTest test = new WorkerUnderTest().started()) {
            dispatch(test, shard(1, 0));
            test.untilStarted(0);
            test.extractor.finish(0);
            test.untilConfirmed();

            assertThat(TraceParent.of(test.takeResultHeaders())).isEqualTo(SENT);
        }
    }

    @Test
    void a_shard_that_comes_without_a_trace_has_no_span_and_its_results_none_either() {
        try (WorkerUnderTest test = new WorkerUnderTest().started()) {
            test.dispatch(shard(1, 0));
            test.untilStarted(0);
            test.extractor.begin(0);
            test.extractor.finish(0);
            test.untilConfirmed();

            assertThat(TraceParent.of(test.takeResultHeaders())).isNull();
            assertThat(test.spans.getFinishedSpanItems()).isEmpty();
        }
    }

    @Test
    void a_header_that_is_no_traceparent_is_none() {
        try (WorkerUnderTest test = new WorkerUnderTest().started()) {
            test.dispatch(WireFormat.write(shard(1, 0)), Map.of(TraceParent.HEADER, "00-nonsense"));
            test.untilStarted(0);
            test.extractor.finish(0);
            test.untilConfirmed();

            assertThat(TraceParent.of(test.takeResultHeaders())).isNull();
        }
    }

    @Test
    void items_that_are_cancelled_end_their_spans_and_their_shards() {
        try (WorkerUnderTest test = new WorkerUnderTest().started()) {
            dispatch(test, suspect(1, 0));
            test.untilStarted(0);
            test.extractor.begin(0);
            assertThat(test.worker.desk().takeUnfinished()).hasSize(1);

            until("cancelled", () -> !named(test, "extract shard").isEmpty());
            assertThat(only(test, "extract item").getEvents().get(0).getName()).isEqualTo("cancelled");
        }
    }

    private static void dispatch(WorkerUnderTest test, ShardWork work) {
        test.dispatch(WireFormat.write(work), TraceParent.headers(SENT));
    }

    private static SpanData only(WorkerUnderTest test, String name) {
        List<SpanData> found = named(test, name);
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static List<SpanData> named(WorkerUnderTest test, String name) {
        return test.spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
