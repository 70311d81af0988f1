package dev.winnow.worker.life;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.OnlineCancel;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.online.OnlineDesk;
import dev.winnow.worker.online.OnlineLine;
import dev.winnow.worker.trace.WorkTracer;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents that somebody waits for, over a real broker, one step at a time. */
@Tag("rabbitmq")
@Timeout(120)
class OnlineTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 10_000_000;

    private final String queue = "winnow.online.test." + UUID.randomUUID();
    private final ScriptedExtractor extractor = new ScriptedExtractor();
    private final List<ItemResult> counted = new CopyOnWriteArrayList<>();
    private final SettableClock clock = new SettableClock();
    private volatile boolean alone;
    private URI address;
    private Connection connection;
    private Channel channel;
    private String replies;
    private OnlineDesk desk;
    private OnlineLine line;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();

    @BeforeEach
    void start() throws Exception {
        int port = Integer.parseInt(System.getenv().getOrDefault("WINNOW_TEST_AMQP_PORT", "25672"));
        address = URI.create("amqp://guest:guest@127.0.0.1:" + port + "/worker");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(address);
        connection = factory.newConnection("test");
        channel = connection.createChannel();
        replies = channel.queueDeclare().getQueue();
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        desk = new OnlineDesk(extractor, counted::add, new WorkTracer(telemetry), () -> !alone, clock);
        line = line();
    }

    private OnlineLine line() {
        OnlineLine made = new OnlineLine(address, queue, 2, desk);
        made.start();
        made.open();
        return made;
    }

    @AfterEach
    void stop() throws Exception {
        line.close();
        channel.queueDelete(queue);
        connection.close();
    }

    @Test
    void a_document_is_done_and_told_of_and_its_delivery_acked_in_the_end() throws IOException {
        OnlineWork work = publish(1);
        started(1);
        extractor.begin(1);
        OnlineReply.Begun begun = (OnlineReply.Begun) heard();
        assertThat(begun.request()).isEqualTo(work.request());
        assertThat(begun.attempt()).isEqualTo(3);
        assertThat(desk.isAtWork()).isTrue();

        extractor.finish(1);
        assertThat(((OnlineReply.Ended) heard()).result()).isEqualTo(ScriptedExtractor.output(1));
        assertThat(counted).hasSize(1);
        assertThat(desk.isAtWork()).isFalse();
        line.close();
        assertThat(channel.basicGet(queue, true)).as("it is acked").isNull();
    }

    @Test
    void a_document_that_comes_with_a_trace_has_a_span_within_it() throws IOException {
        TraceParent asked = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        publish(1, TraceParent.headers(asked));
        publish(2);
        started(1, 2);
        extractor.finish(1);
        extractor.finish(2);

        until(() -> !desk.isAtWork());
        assertThat(spans.getFinishedSpanItems())
                .singleElement()
                .extracting(SpanData::getName, SpanData::getTraceId, SpanData::getParentSpanId)
                .containsExactly(
                        "extract document",
                        asked.remote().getTraceId(),
                        asked.remote().getSpanId());
    }

    @Test
    void no_more_are_taken_than_there_are_places_and_the_others_stay_for_another_worker() throws IOException {
        publish(1);
        publish(2);
        publish(3);
        started(1, 2);
        extractor.finish(1);
        started(1, 2, 3);
    }

    @Test
    void what_comes_again_is_handed_back_and_not_begun() throws Exception {
        publish(1);
        started(1);
        extractor.begin(1);
        heard();

        line.close();
        assertThat(extractor.cancelled()).containsExactly(1);
        line = line();

        assertThat(heard()).isInstanceOf(OnlineReply.HandedBack.class);
        assertThat(extractor.started()).containsExactly(1);
    }

    @Test
    void who_waits_no_more_says_so_or_is_gone() throws IOException {
        OnlineWork first = publish(1);
        started(1);
        extractor.begin(1);
        OnlineReply.Begun begun = (OnlineReply.Begun) heard();
        channel.basicPublish("", begun.cancels(), null, WireFormat.write(new OnlineCancel(first.request())));
        until(() -> extractor.cancelled().contains(1));

        channel.queueDelete(replies);
        publish(2);
        started(1, 2);
        until(() -> extractor.cancelled().contains(2));
        assertThat(desk.isAtWork()).isFalse();
    }

    @Test
    void a_suspect_runs_alone_and_a_worker_that_drains_begins_nothing() throws IOException {
        alone = true;
        publish(1);
        until(() -> channel.messageCount(queue) == 0);
        desk.tick();
        assertThat(extractor.started()).isEmpty();
        alone = false;
        desk.tick();
        started(1);

        alone = true;
        publish(2);
        line.pause();
        until(() -> channel.messageCount(queue) == 1);
        assertThat(desk.isAtWork()).as("what has begun goes on").isTrue();
    }

    @Test
    void an_engine_that_hangs_on_a_document_is_noticed() throws IOException {
        publish(1);
        started(1);
        extractor.begin(1);
        for (int second = 0; second < 39; second++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(desk.hangs(Duration.ofSeconds(30))).isFalse();
        }
        clock.advance(Duration.ofSeconds(2));
        assertThat(desk.hangs(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void what_the_engine_does_not_begin_in_time_is_cancelled_and_can_be_before() throws IOException {
        OnlineWork work = publish(1);
        assertThat(((OnlineReply.Begun) heard()).request())
                .as("whoever waits knows whom to tell, before the engine begins it")
                .isEqualTo(work.request());
        publish(2);
        started(1, 2);
        extractor.begin(2);
        seconds(10);
        assertThat(extractor.cancelled()).isEmpty();
        seconds(1);
        assertThat(extractor.cancelled()).containsExactly(1);
        assertThat(desk.hangs(Duration.ofSeconds(30))).isFalse();
    }

    private void seconds(int count) {
        for (int second = 0; second < count; second++) {
            clock.advance(Duration.ofSeconds(1));
            desk.hangs(Duration.ofSeconds(30));
            desk.cancelUnbegun();
        }
    }

    private OnlineWork publish(int position) throws IOException {
        return publish(position, Map.of());
    }

    private OnlineWork publish(int position, Map<String, Object> headers) throws IOException {
        ExtractionTask task = new ExtractionTask(
                JsonNodeFactory.instance.objectNode(), "sha256:0", null, 16, true, new Sampling(0, 0), 10, null);
        OnlineWork work = new OnlineWork(UUID.randomUUID(), 3, task, new WorkItem(position, "", "x"), replies);
        channel.basicPublish(
                "", queue, new AMQP.BasicProperties.Builder().headers(headers).build(), WireFormat.write(work));
        return work;
    }

    private void started(Integer... positions) {
        until(() -> extractor.started().equals(List.of(positions)));
    }

    private OnlineReply heard() {
        GetResponse[] got = new GetResponse[1];
        until(() -> {
            got[0] = channel.basicGet(replies, true);
            return got[0] != null;
        });
        return WireFormat.readReply(got[0].getBody());
    }

    private static void until(Callable<Boolean> what) {
        long end = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!what.call()) {
                assertThat(System.nanoTime()).as("it happens in time").isLessThan(end);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
