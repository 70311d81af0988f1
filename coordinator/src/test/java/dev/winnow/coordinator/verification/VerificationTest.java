package dev.winnow.coordinator.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VerificationTest extends CoordinatorTest {
    private static final String LINES = """
            {"id": "ä b", "input": "one"}
            {"input": "two"}
            {"id": "c", "input": "one"}""";

    @Test
    void a_job_that_is_done_balances_and_its_hash_can_be_computed_from_its_results() throws Exception {
        UUID job = submit(LINES);
        ShardWork work = begun();
        record(worker.finished(work, 0));
        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(new ItemFailure(1, ErrorCode.TIME_LIMIT, "too long"))));

        String output = sha256("{\"title\":\"0\"}");
        String lines = "4:ä b " + output + "\n1:1 " + sha256("time_limit\ntoo long") + "\n1:c " + output + "\n";
        verification(job)
                .body("state", equalTo("done"))
                .body("consistent", equalTo(true))
                .body("complete", equalTo(true))
                .body("items", equalTo(3))
                .body("outputs", equalTo(2))
                .body("errors", equalTo(1))
                .body("unanswered", equalTo(0))
                .body("shards.done", equalTo(1))
                .body("hash", equalTo("sha256:" + sha256(lines)))
                .body("findings", empty());
    }

    @Test
    void a_job_at_work_balances_and_is_not_complete() {
        UUID job = submit(LINES);
        verification(job).body("consistent", equalTo(true)).body("unanswered", equalTo(3));
        ShardWork work = begun();
        record(worker.finished(work, 1));

        verification(job)
                .body("consistent", equalTo(true))
                .body("complete", equalTo(false))
                .body("outputs", equalTo(1))
                .body("unanswered", equalTo(2))
                .body("shards.begun", equalTo(1));
    }

    @Test
    void a_cancelled_job_balances_without_its_last_items() {
        UUID job = submit(LINES);
        dispatch();
        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);

        verification(job).body("consistent", equalTo(true)).body("complete", equalTo(false));
    }

    @Test
    void an_item_that_no_shard_holds_is_found() {
        UUID job = submit(LINES);
        dispatch();
        tamper("update shard set positions = '{0}' where job_id = ?", job);

        assertThat(findings(job))
                .containsExactly(
                        "item_lost: 1 items have no result, and no shard will bring one, the first at position 1");
    }

    @Test
    void an_item_that_two_shards_hold_is_found() {
        UUID job = submit(LINES);
        dispatch();
        tamper("update shard set positions = '{0,1,1,7}' where job_id = ?", job);

        assertThat(findings(job))
                .containsExactly(
                        "item_held_twice: 1 items are in several open shards, the first at position 1",
                        "shard_without_item: 1 positions of open shards have no item, the first at position 7");
    }

    @Test
    void a_result_that_vanished_is_found_by_counters_state_and_twins() {
        UUID job = done();
        tamper("delete from result where job_id = ? and position = 2", job);

        assertThat(findings(job))
                .containsExactly(
                        "succeeded_count: the job says 3 outputs, there are 2",
                        "done_too_early: the job is done, and 1 items have neither output nor error",
                        "twin_left: 1 items have no result, and their twins have, the first at position 2");
    }

    @Test
    void an_item_that_vanished_is_found() {
        UUID job = done();
        tamper("delete from item where job_id = ? and position = 0", job);

        assertThat(findings(job))
                .containsExactly(
                        "items_missing: there is no item at position 0",
                        "item_count: the job says 3 items, there are 2",
                        "succeeded_count: the job says 3 outputs, there are 2",
                        "result_without_item: 1 results belong to no item, the first at position 0");
    }

    @Test
    void a_job_that_does_not_end_is_found() {
        UUID job = done();
        tamper("update job set state = 'running' where id = ?", job);

        assertThat(findings(job))
                .containsExactly(
                        "not_ended: every item has a result, and the job is still running",
                        "end_time: the job is running with a time of its end");
    }

    @Test
    void a_job_that_is_not_there_is_not_found() {
        api().get("/api/v1/extractions/" + UUID.randomUUID() + "/verification")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_job"));
    }

    private UUID done() {
        UUID job = submit(LINES);
        record(worker.finished(begun()));
        verification(job).body("consistent", equalTo(true)).body("complete", equalTo(true));
        return job;
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    private void tamper(String statement, UUID job) {
        assertThat(database.<Integer>inTransaction(sql -> sql.update(statement, job)))
                .isEqualTo(1);
    }

    private static ValidatableResponse verification(UUID job) {
        return api().get("/api/v1/extractions/" + job + "/verification").then().statusCode(200);
    }

    private static List<String> findings(UUID job) {
        ValidatableResponse answer = verification(job).body("consistent", equalTo(false));
        List<String> codes = answer.extract().path("findings.code");
        List<String> details = answer.extract().path("findings.detail");
        return IntStream.range(0, codes.size())
                .mapToObj(i -> codes.get(i) + ": " + details.get(i))
                .toList();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
