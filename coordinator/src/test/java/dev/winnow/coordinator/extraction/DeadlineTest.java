package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.control.ClaimReply.Refused;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.dispatch.Deadlines;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DeadlineTest extends CoordinatorTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    Deadlines deadlines;

    @Test
    void a_deadline_is_a_moment_or_a_time_from_now_and_is_shown() {
        String moment = clock.instant().plus(HOUR).toString();
        for (String said : List.of("PT1H", moment, moment.replace("Z", "+00:00"))) {
            UUID job = accepted("{\"input\": \"a\"}", said);

            job(job).body("deadline", equalTo(moment));
        }
        job(submit(1)).body("deadline", nullValue());
    }

    @Test
    void a_deadline_may_stand_in_the_body_and_in_the_first_line_too() {
        String body = "{\"keys\": [\"a\"], \"deadline\": \"PT1H\", \"items\": [{\"input\": \"a\"}]}";
        api().contentType("application/json")
                .body(body)
                .post("/api/v1/extractions")
                .then()
                .statusCode(202);
        lines("{\"options\": {\"keys\": [\"a\"], \"deadline\": \"P3D\"}}\n{\"input\": \"a\"}")
                .statusCode(202);

        assertThat(count("job where deadline is not null")).isEqualTo(2);
    }

    @Test
    void a_deadline_that_cannot_be_kept_is_refused_before_any_item_is_looked_at() {
        for (String wrong : List.of("tomorrow", "2026-01-01", "P1Y", "PT", "-PT1H")) {
            submission("{}", wrong).statusCode(422).body("code", equalTo("invalid_deadline"));
        }
        for (String past : List.of(clock.instant().toString(), "1999-12-31T23:59:59Z", "PT0S", "PT-1H")) {
            submission("{}", past)
                    .statusCode(422)
                    .body("code", equalTo("invalid_deadline"))
                    .body("pointer", equalTo("/deadline"))
                    .body("detail", containsString("must lie ahead"));
        }
        for (String far : List.of("P367D", "PT99999999999999H", "9999-12-31T23:59:59Z")) {
            submission("{}", far)
                    .statusCode(422)
                    .body("code", equalTo("invalid_deadline"))
                    .body("limit", equalTo(366));
        }
        lines("{\"options\": {\"keys\": [\"a\"], \"deadline\": \"PT-1H\"}}\n{\"input\": \"a\"}")
                .statusCode(422)
                .body("line", equalTo(1))
                .body("pointer", equalTo("/options/deadline"));
        assertThat(count("job")).isZero();
    }

    @Test
    void when_it_passes_what_is_open_ends_with_an_error_and_what_has_ended_stays() {
        UUID job = submitFor("PT1H", 3);
        ShardWork work = begun();
        record(worker.finished(work, 1));
        clock.advance(HOUR.minusMillis(1));
        deadlines.runOnce();
        job(job).body("state", equalTo("running"));

        clock.advance(Duration.ofMillis(1));
        deadlines.runOnce();

        job(job).body("state", equalTo("done"))
                .body("succeeded", equalTo(1))
                .body("failed", equalTo(2))
                .body("open", equalTo(0))
                .body("finished_at", notNullValue());
        assertThat(resultLines(job))
                .hasSize(3)
                .filteredOn(line -> line.contains("\"code\":\"deadline_passed\""))
                .hasSize(2);
        verification(job).body("findings", empty()).body("complete", equalTo(true));
    }

    @Test
    void nothing_of_it_is_begun_any_more_and_who_works_on_it_is_told_to_stop_with_the_next_heartbeat() {
        UUID job = submitFor("PT1H", 16);
        dispatch();
        ShardWork begun = worker.takeOne();
        ShardWork waits = worker.takeOne();
        worker.claim(begun.shard());
        clock.advance(HOUR);

        deadlines.runOnce();

        assertThat(worker.heartbeat(new HeldShard(begun.shard(), List.of(0)))
                        .verdicts()
                        .get(0)
                        .verdict())
                .isEqualTo(Verdict.STOP);
        assertThat(worker.claim(waits.shard())).isInstanceOf(Refused.class);
        dispatch();
        assertThat(worker.take()).isEmpty();
        record(worker.finished(begun));
        job(job).body("state", equalTo("done")).body("failed", equalTo(16)).body("shards.cancelled", equalTo(2));
    }

    @Test
    void the_deadline_of_a_paused_job_passes_too() {
        UUID job = submitFor("PT1H", 1);
        ask(job, "pause").statusCode(200);
        clock.advance(HOUR);

        deadlines.runOnce();

        job(job).body("state", equalTo("done")).body("failed", equalTo(1));
    }

    @Test
    void twins_end_with_the_job_too() {
        UUID job = accepted("{\"input\": \"the same\"}\n{\"input\": \"the same\"}", "PT1H");
        clock.advance(HOUR);

        deadlines.runOnce();

        job(job).body("state", equalTo("done")).body("failed", equalTo(2));
        verification(job).body("findings", empty());
    }

    @Test
    void a_job_that_is_being_ended_can_be_cancelled_and_neither_paused_nor_resumed_nor_retried() {
        UUID job = submitFor("PT1H", 1);
        expiring(job);

        ask(job, "pause").statusCode(409).body("code", equalTo("job_ended"));
        ask(job, "resume").statusCode(409).body("code", equalTo("job_ended"));
        ask(job, "retry").statusCode(409).body("code", equalTo("job_not_done"));
        verification(job).body("findings", empty());
        ask(job, "cancel").statusCode(200).body("state", equalTo("cancelled"));
        deadlines.runOnce();
        job(job).body("state", equalTo("cancelled")).body("failed", equalTo(0));
    }

    @Test
    void a_result_that_comes_between_the_deadline_and_the_error_counts() {
        UUID job = submitFor("PT1H", 2);
        ShardWork work = begun();
        clock.advance(HOUR);
        expiring(job);

        record(worker.finished(work, 0));
        deadlines.runOnce();
        record(worker.finished(work, 1));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(1)).body("failed", equalTo(1));
        verification(job).body("findings", empty());
    }

    @Test
    void what_is_retried_after_its_deadline_has_none_unless_it_gets_a_new_one() {
        UUID job = submitFor("PT1H", 2);
        clock.advance(HOUR);
        deadlines.runOnce();

        ask(job, "retry?deadline=yesterday").statusCode(422).body("code", equalTo("invalid_deadline"));
        ask(job, "retry").statusCode(200).body("deadline", nullValue()).body("open", equalTo(2));
        ShardWork again = begun();
        assertThat(again.items()).extracting(WorkItem::position).containsExactly(0, 1);
        record(worker.finished(again, 0));
        database.inTransaction(sql -> sql.update("update job set deadline = ?", clock.instant()));
        deadlines.runOnce();
        job(job).body("state", equalTo("done")).body("succeeded", equalTo(1)).body("failed", equalTo(1));
        verification(job).body("findings", empty());

        String next = clock.instant().plus(HOUR).toString();
        ask(job, "retry?deadline=PT1H").body("deadline", equalTo(next));
        clock.advance(HOUR);
        deadlines.runOnce();
        job(job).body("state", equalTo("done")).body("epoch", equalTo(3)).body("failed", equalTo(1));
    }

    @Test
    void a_deadline_that_is_still_ahead_stays_when_a_job_is_retried() {
        UUID job = submitFor("PT1H", 1);
        clock.advance(HOUR);
        deadlines.runOnce();
        database.inTransaction(
                sql -> sql.update("update job set deadline = ?", clock.instant().plus(HOUR)));
        String deadline = job(job).extract().path("deadline");

        ask(job, "retry").body("deadline", equalTo(deadline));
    }

    private void expiring(UUID job) {
        database.inTransaction(
                sql -> sql.update("update job set state = 'expiring', planned_items = 0 where id = ?", job));
    }

    private ShardWork begun() {
        worker.heartbeat(); // the clock may have leapt
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    private static UUID submitFor(String deadline, int items) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < items; i++) {
            lines.append("{\"input\": \"document ").append(i).append("\"}\n");
        }
        return accepted(lines.toString(), deadline);
    }

    private static UUID accepted(String lines, String deadline) {
        return UUID.fromString(
                submission(lines, deadline).statusCode(202).extract().path("id"));
    }

    private static ValidatableResponse submission(String lines, String deadline) {
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .queryParam("deadline", deadline)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    private static ValidatableResponse lines(String lines) {
        return api().contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    private static ValidatableResponse ask(UUID job, String what) {
        return api().post("/api/v1/extractions/" + job + "/" + what).then();
    }

    private static ValidatableResponse verification(UUID job) {
        return api().get("/api/v1/extractions/" + job + "/verification").then();
    }
}
