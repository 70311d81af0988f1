package dev.winnow.coordinator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecordingTest extends CoordinatorTest {
    @Test
    void results_twice_count_once() {
        UUID job = submit(3);
        ShardWork work = begun();

        record(worker.finished(work, 0, 1));
        record(worker.finished(work, 0, 1));
        record(worker.finished(work, 1, 2));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(3)).body("finished_at", notNullValue());
        assertThat(count("result")).isEqualTo(3);
    }

    @Test
    void of_results_of_two_attempts_the_first_recorded_wins() {
        UUID job = submit(1);
        ShardWork first = begun();
        worker.giveBack(first.shard());
        ShardWork second = begun();

        record(new ItemsFinished(
                second.shard(), job, worker.incarnation(), List.of(worker.output(0, "{\"title\":\"second\"}"))));
        record(new ItemsFinished(
                first.shard(), job, worker.incarnation(), List.of(worker.output(0, "{\"title\":\"first\"}"))));

        job(job).body("succeeded", equalTo(1));
        assertThat(resultLines(job).get(0)).contains("{\"title\":\"second\"}");
    }

    @Test
    void a_late_result_of_an_older_attempt_is_recorded_and_spares_the_work() {
        UUID job = submit(1);
        ShardWork first = begun();
        worker.giveBack(first.shard());

        record(worker.finished(first));

        job(job).body("state", equalTo("done"));
        assertThat(count("shard where state = 'done'")).isOne();
    }

    @Test
    void a_failed_item_is_an_error_line_and_its_neighbours_succeed() {
        UUID job = submit(2);
        ShardWork work = begun();

        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(
                        new ItemFailure(1, ErrorCode.TIME_LIMIT, "the item took more than 600 s"),
                        worker.output(0, "{\"title\":null}"))));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(1)).body("failed", equalTo(1));
        assertThat(resultLines(job).get(1))
                .isEqualTo("{\"id\":\"1\",\"error\":{\"code\":\"time_limit\","
                        + "\"message\":\"the item took more than 600 s\"}}");
    }

    @Test
    void an_output_that_is_no_json_is_an_error_of_its_item() {
        UUID job = submit(1);
        ShardWork work = begun();

        record(new ItemsFinished(work.shard(), job, worker.incarnation(), List.of(worker.output(0, "{\"title\":"))));

        job(job).body("failed", equalTo(1));
        assertThat(resultLines(job).get(0)).contains("\"code\":\"invalid_output\"");
    }

    @Test
    void an_output_with_a_number_that_nobody_can_read_exactly_is_an_error_of_its_item() {
        UUID job = submit(3);
        ShardWork work = begun();

        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(
                        worker.output(0, "{\"title\":null,\"price\":1e999999}"),
                        worker.output(1, "[[-1e-999999]]"),
                        worker.output(2, "{\"title\":null,\"price\":1e900}"))));

        job(job).body("failed", equalTo(2)).body("succeeded", equalTo(1));
        assertThat(resultLines(job).get(0)).contains("\"code\":\"invalid_output\"", "more than 1000 digits");
    }

    @Test
    void an_output_over_several_lines_becomes_one_line_with_the_same_numbers_and_texts() {
        UUID job = submit(2);
        ShardWork work = begun();

        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(
                        worker.output(0, "{\n  \"title\": \"two  spaces\",\r\n\t\"price\": 1.500e+01\n}\n"),
                        worker.output(1, "{\"title\": \"as  it is\"}"))));

        assertThat(resultLines(job)).hasSize(2);
        assertThat(resultLines(job).get(0)).contains("\"output\":{\"title\": \"two  spaces\",\"price\": 1.500e+01},");
        assertThat(resultLines(job).get(1)).contains("\"output\":{\"title\": \"as  it is\"},");
    }

    @Test
    void an_output_with_anything_after_its_json_or_with_nothing_at_all_is_an_error_of_its_item() {
        UUID job = submit(4);
        ShardWork work = begun();

        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(
                        worker.output(0, "{\"title\":null}\n{\"id\":\"1\"}"),
                        worker.output(1, ""),
                        worker.output(2, " \n"),
                        worker.output(3, "{\"title\":null} thanks"))));

        job(job).body("failed", equalTo(4));
        assertThat(resultLines(job)).hasSize(4).allSatisfy(line -> assertThat(line)
                .contains("\"code\":\"invalid_output\""));
    }

    @Test
    void a_result_that_the_database_refuses_is_an_error_of_its_item_and_its_neighbours_succeed() {
        UUID job = submit(3);
        ShardWork work = begun();
        database.inTransaction(sql ->
                sql.update("alter table result add constraint refused_here check (output not like '%refused%')"));

        try {
            record(new ItemsFinished(
                    work.shard(),
                    job,
                    worker.incarnation(),
                    List.of(
                            worker.output(2, "{\"title\":\"c\"}"),
                            worker.output(1, "{\"title\":\"refused" + "x".repeat(10_000) + "\"}"),
                            worker.output(0, "{\"title\":\"a\"}"))));
        } finally {
            database.inTransaction(sql -> sql.update("alter table result drop constraint refused_here"));
        }

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2)).body("failed", equalTo(1));
        assertThat(resultLines(job).get(1))
                .contains("\"code\":\"engine_error\"")
                .contains("refused_here")
                .hasSizeLessThan(500);
        assertThat(count("parked_message")).isZero();
        assertThat(count("shard where state = 'done'")).isOne();
    }

    @Test
    void messages_that_are_recorded_together_count_each_once_and_end_their_job() {
        UUID job = submit(3);
        ShardWork work = begun();

        recorder.record(List.of(
                WireFormat.write(worker.finished(work, 0)),
                WireFormat.write(worker.finished(work, 1, 0)),
                WireFormat.write(worker.finished(work, 2))));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(3));
        assertThat(count("shard where state = 'done'")).isOne();
    }

    @Test
    void a_message_that_can_never_be_recorded_does_not_keep_its_group_back() {
        UUID job = submit(2);
        ShardWork work = begun();

        recorder.record(List.of(
                WireFormat.write(worker.finished(work, 0)),
                "no json".getBytes(StandardCharsets.UTF_8),
                WireFormat.write(new ItemsFinished(
                        new ShardAttempt(4_242, 1), job, worker.incarnation(), List.of(worker.output(0, "{}")))),
                WireFormat.write(worker.finished(work, 1))));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2));
        assertThat(count("parked_message")).isEqualTo(2);
    }

    @Test
    void a_result_that_the_database_refuses_harms_no_other_message_of_its_group() {
        UUID job = submit(3);
        ShardWork work = begun();
        database.inTransaction(sql ->
                sql.update("alter table result add constraint refused_here check (output not like '%refused%')"));

        try {
            recorder.record(List.of(
                    WireFormat.write(worker.finished(work, 0)),
                    WireFormat.write(new ItemsFinished(
                            work.shard(),
                            job,
                            worker.incarnation(),
                            List.of(worker.output(1, "{\"title\":\"refused\"}")))),
                    WireFormat.write(worker.finished(work, 2))));
        } finally {
            database.inTransaction(sql -> sql.update("alter table result drop constraint refused_here"));
        }

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2)).body("failed", equalTo(1));
        assertThat(count("parked_message")).isZero();
    }

    @Test
    void a_message_that_comes_again_and_again_is_parked_once() {
        byte[] unreadable = "no json".getBytes(StandardCharsets.UTF_8);

        recorder.record(unreadable);
        recorder.record(unreadable);
        recorder.record("no json either".getBytes(StandardCharsets.UTF_8));

        assertThat(count("parked_message")).isEqualTo(2);
    }

    @Test
    void results_can_be_read_while_the_job_runs() {
        UUID job = submit(3);
        ShardWork work = begun();

        record(worker.finished(work, 2));

        job(job).body("state", equalTo("running")).body("shards.begun", equalTo(1));
        assertThat(resultLines(job)).singleElement().asString().startsWith("{\"id\":\"2\"");
    }

    @Test
    void results_of_a_cancelled_job_are_still_recorded_and_it_stays_cancelled() {
        UUID job = submit(2);
        ShardWork work = begun();
        api().post("/api/v1/extractions/" + job + "/cancel")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"))
                .body("shards.cancelled", equalTo(1));

        record(worker.finished(work));

        job(job).body("state", equalTo("cancelled")).body("succeeded", equalTo(2));
    }

    @Test
    void a_position_that_the_job_does_not_have_is_not_recorded() {
        UUID job = submit(1);
        ShardWork work = begun();

        record(worker.finished(work, 0, 77));

        job(job).body("succeeded", equalTo(1));
        assertThat(count("result")).isOne();
    }

    @Test
    void what_can_never_be_recorded_is_parked_with_its_reason() {
        submit(1);
        ShardWork work = begun();

        recorder.record("no json".getBytes(StandardCharsets.UTF_8));
        recorder.record("{\"v\": 9, \"type\": \"items_finished\"}".getBytes(StandardCharsets.UTF_8));
        record(new ItemsFinished(
                new ShardAttempt(4_242, 1), work.job(), worker.incarnation(), List.of(worker.output(0, "{}"))));
        record(new ItemsFinished(
                work.shard(), UUID.randomUUID(), worker.incarnation(), List.of(worker.output(0, "{}"))));

        assertThat(count("parked_message where reason like '%version 9%'")).isOne();
        assertThat(count("parked_message where reason like 'there is no shard 4242'"))
                .isOne();
        assertThat(count("parked_message")).isEqualTo(4);
        assertThat(count("result")).isZero();
    }

    @Test
    void a_message_that_is_parked_does_not_stand_in_the_way_of_the_next_on_the_queue() {
        UUID job = submit(1);
        ShardWork work = begun();

        worker.send("no json".getBytes(StandardCharsets.UTF_8));
        worker.send(WireFormat.write(worker.finished(work)));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> job(job).body("state", equalTo("done")));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count("parked_message")).isOne());
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }
}
