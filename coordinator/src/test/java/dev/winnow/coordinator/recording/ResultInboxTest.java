package dev.winnow.coordinator.recording;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.config.BrokerConfig;
import dev.winnow.coordinator.harness.BrokerScript;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.trace.Traces;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ResultInboxTest extends CoordinatorTest {
    @Inject
    BrokerConfig broker;

    @Inject
    ResultConsumer consumer;

    @Inject
    Traces traces;

    @Inject
    ExecutorService executor;

    @Test
    void results_are_taken_again_after_their_queue_was_deleted() throws Exception {
        UUID job = submit(1);
        ShardWork work = begun();

        worker.deleteResultsQueue();

        await().atMost(Duration.ofSeconds(30)).until(worker::resultsAreTaken);
        worker.send(WireFormat.write(worker.finished(work)));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> job(job).body("state", equalTo("done")));
    }

    @Test
    void a_results_queue_that_a_crash_has_left_without_anything_behind_it_is_made_anew() throws Exception {
        UUID job = submit(1);
        ShardWork work = begun();
        BrokerScript.run("break", "coordinator", ResultMessage.QUEUE);

        // As after a crash of the broker, when a session has to be begun.
        ResultInbox beginning = new ResultInbox(broker, consumer, new ResultLag(), traces, executor);
        beginning.start(new StartupEvent());
        try {
            await().atMost(Duration.ofSeconds(60)).until(worker::resultsAreTaken);
            worker.send(WireFormat.write(worker.finished(work)));
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> job(job).body("state", equalTo("done")));
        } finally {
            beginning.stop(new ShutdownEvent());
        }
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }
}
