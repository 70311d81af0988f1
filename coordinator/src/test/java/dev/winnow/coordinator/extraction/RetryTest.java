package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetryTest extends CoordinatorTest {
    @Test
    void what_failed_is_tried_again_and_nothing_else_and_the_counts_stay_exact() {
        UUID job = submit(3);
        ShardWork work = begun();
        record(worker.finished(work, 0, 2));
        fail(work, 1);
        job(job).body("state", equalTo("done")).body("failed", equalTo(1)).body("open", equalTo(0));

        retry(job)
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("epoch", equalTo(2))
                .body("open", equalTo(1))
                .body("succeeded", equalTo(2))
                .body("failed", equalTo(1))
                .body("finished_at", nullValue());
        assertThat(resultLines(job)).hasSize(3).anyMatch(line -> line.contains("time_limit"));
        ShardWork again = begun();
        assertThat(again.items()).extracting(WorkItem::position).containsExactly(1);
        verification(job).body("findings", empty()).body("unanswered", equalTo(1));
        record(worker.finished(again));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(3)).body("failed", equalTo(0));
        assertThat(resultLines(job)).hasSize(3).noneMatch(line -> line.contains("error"));
        verification(job).body("findings", empty()).body("complete", equalTo(true));
    }

    @Test
    void results_of_an_older_epoch_are_ignored() {
        UUID job = submit(1);
        ShardWork work = begun();
        fail(work, 0);
        retry(job);

        record(worker.finished(work));

        job(job).body("state", equalTo("running")).body("succeeded", equalTo(0)).body("failed", equalTo(1));
        ShardWork again = begun();
        record(worker.finished(again));
        fail(work, 0);
        job(job).body("state", equalTo("done")).body("succeeded", equalTo(1)).body("failed", equalTo(0));
    }

    @Test
    void within_an_epoch_the_first_recorded_wins() {
        UUID job = submit(2);
        ShardWork work = begun();
        fail(work, 0, 1);
        retry(job);
        ShardWork again = begun();

        record(worker.finished(again, 0));
        fail(again, 0);
        record(worker.finished(again, 0));

        job(job).body("state", equalTo("running"))
                .body("succeeded", equalTo(1))
                .body("failed", equalTo(1))
                .body("open", equalTo(1));
    }

    @Test
    void what_fails_again_can_be_retried_again() {
        UUID job = submit(2);
        fail(begun(), 0, 1);
        retry(job);
        fail(begun(), 0, 1);
        job(job).body("state", equalTo("done")).body("failed", equalTo(2)).body("succeeded", equalTo(0));

        retry(job).body("epoch", equalTo(3));
        record(worker.finished(begun()));

        job(job).body("state", equalTo("done")).body("failed", equalTo(0)).body("succeeded", equalTo(2));
    }

    @Test
    void twins_are_retried_with_the_item_that_they_repeat() {
        UUID job = submit("{\"input\": \"the same\"}\n{\"input\": \"another\"}\n{\"input\": \"the same\"}");
        ShardWork work = begun();
        record(worker.finished(work, 1));
        fail(work, 0);
        job(job).body("failed", equalTo(2));

        retry(job);
        ShardWork again = begun();
        assertThat(again.items()).extracting(WorkItem::position).containsExactly(0);
        record(worker.finished(again));

        job(job).body("state", equalTo("done")).body("failed", equalTo(0)).body("succeeded", equalTo(3));
    }

    @Test
    void a_shard_of_a_retry_that_is_lost_comes_again_with_what_is_still_open() {
        UUID job = submit(2);
        fail(begun(), 0, 1);
        retry(job);
        ShardWork again = begun();
        record(worker.finished(again, 0));

        worker.giveBack(again.shard());
        ShardWork rest = begun();

        assertThat(rest.items()).extracting(WorkItem::position).containsExactly(1);
        record(worker.finished(rest));
        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2));
    }

    @Test
    void an_item_that_stands_twice_in_one_message_counts_once() {
        UUID job = submit(2);
        ShardWork work = begun();

        record(worker.finished(work, 0, 0));

        job(job).body("succeeded", equalTo(1)).body("open", equalTo(1));
    }

    @Test
    void the_same_key_twice_is_one_retry() {
        UUID job = submit(1);
        fail(begun(), 0);

        keyed(job, "once").body("epoch", equalTo(2));
        keyed(job, "once").statusCode(200).body("epoch", equalTo(2));
        fail(begun(), 0);
        keyed(job, "once").body("state", equalTo("done")).body("epoch", equalTo(2));
        keyed(job, "twice").body("epoch", equalTo(3));
        keyed(job, "x".repeat(256)).statusCode(400).body("code", equalTo("invalid_idempotency_key"));
    }

    @Test
    void a_job_is_retried_when_it_is_done_and_something_failed() {
        UUID job = submit(1);
        retry(job).statusCode(409).body("code", equalTo("job_not_done"));
        record(worker.finished(begun()));

        retry(job).statusCode(409).body("code", equalTo("nothing_failed"));
        job(job).body("state", equalTo("done")).body("epoch", equalTo(1));
        retry(UUID.randomUUID()).statusCode(404).body("code", equalTo("unknown_job"));
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    private void fail(ShardWork work, int... positions) {
        List<ItemResult> failures = Arrays.stream(positions)
                .<ItemResult>mapToObj(position -> new ItemFailure(position, ErrorCode.TIME_LIMIT, "too long"))
                .toList();
        record(new ItemsFinished(work.shard(), work.job(), worker.incarnation(), failures));
    }

    private static ValidatableResponse retry(UUID job) {
        return api().post("/api/v1/extractions/" + job + "/retry").then();
    }

    private static ValidatableResponse verification(UUID job) {
        return api().get("/api/v1/extractions/" + job + "/verification").then();
    }

    private static ValidatableResponse keyed(UUID job, String key) {
        return api().header("Idempotency-Key", key)
                .post("/api/v1/extractions/" + job + "/retry")
                .then();
    }
}
