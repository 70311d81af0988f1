package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExtractionLifeTest extends CoordinatorTest {
    @Test
    void a_job_goes_from_rest_over_the_broker_to_a_worker_and_its_results_come_back_in_input_order() {
        UUID job = submit(20);
        job(job).body("state", equalTo("queued")).body("items", equalTo(20));

        dispatch();
        for (int shard = 0; shard < 3; shard++) {
            ShardWork work = worker.takeOne();
            assertThat(worker.claim(work.shard())).isInstanceOf(ClaimReply.Granted.class);
            worker.send(WireFormat.write(worker.finished(work)));
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> job(job).body("state", equalTo("done"))
                .body("succeeded", equalTo(20))
                .body("failed", equalTo(0))
                .body("shards.done", equalTo(3)));
        assertThat(resultLines(job)).hasSize(20);
        assertThat(resultLines(job).get(7))
                .startsWith("{\"id\":\"7\",\"output\":{\"title\":\"7\"},\"confidence\":{\"/title\":0.5},"
                        + "\"spans\":{\"/title\":[0,1]},\"calibrated\":false,\"usage\":{\"input_tokens\":12,")
                .contains("\"made_by\":{\"model\":\"bytes\",\"quantization\":\"f16\",\"adapter\":null");
    }
}
