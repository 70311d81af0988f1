package dev.winnow.coordinator.harness;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.OnlineCancel;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.common.work.WorkMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A worker's side of online requests, one step at a time, over a real broker. */
public final class OnlineWorker {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Channel channel;
    private final String queue;
    private final String cancels = "test.cancels." + UUID.randomUUID();

    public OnlineWorker(Connection connection, String queue) throws IOException {
        this.channel = connection.createChannel();
        this.queue = queue;
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        channel.queuePurge(queue);
        channel.queueDeclare(cancels, false, true, true, Map.of());
    }

    /** Takes the next request, acked at once. */
    public OnlineWork take() {
        return (OnlineWork) take(queue);
    }

    /** What it is told that nobody waits for. */
    public UUID cancelled() {
        return ((OnlineCancel) take(cancels)).request();
    }

    private WorkMessage take(String from) {
        GetResponse got = await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(LOOK)
                .until(() -> channel.basicGet(from, true), Objects::nonNull);
        return WireFormat.readWork(got.getBody());
    }

    public void begin(OnlineWork work) throws IOException {
        say(work, new OnlineReply.Begun(work.request(), work.attempt(), cancels));
    }

    public void write(OnlineWork work, String text) throws IOException {
        say(work, new OnlineReply.Written(work.request(), work.attempt(), text));
    }

    public void end(OnlineWork work, TestWorker as, String output) throws IOException {
        say(work, new OnlineReply.Ended(work.request(), work.attempt(), as.output(0, output)));
    }

    public void handBack(OnlineWork work) throws IOException {
        say(work, new OnlineReply.HandedBack(work.request(), work.attempt()));
    }

    /** Says anything. */
    public void say(OnlineWork work, OnlineReply reply) throws IOException {
        channel.basicPublish("", work.replyTo(), null, WireFormat.write(reply));
    }
}
