package dev.winnow.coordinator.retention;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionTest extends CoordinatorTest {
    private static final String OTHER_KEY = "wk_other_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @Test
    void a_job_that_ended_long_enough_ago_goes_with_all_that_it_has_and_what_is_younger_or_open_stays() {
        UUID old = done(3);
        UUID cancelled = submit(2);
        api().post("/api/v1/extractions/" + cancelled + "/cancel");
        clock.advance(Duration.ofDays(30));
        worker.heartbeat();
        UUID young = done(1);
        UUID open = submit(1);
        runUntilNothingIsLeft(Keeping.days(30));
        job(old).body("state", equalTo("done"));

        clock.advance(Duration.ofMillis(1));
        runUntilNothingIsLeft(Keeping.days(30));

        gone(old);
        gone(cancelled);
        job(young).body("succeeded", equalTo(1));
        job(open).body("state", equalTo("queued"));
        assertThat(count("job")).isEqualTo(2);
        assertThat(count("item")).isEqualTo(2);
        assertThat(count("result")).isOne();
        assertThat(count("shard")).isOne();
    }

    @Test
    void zero_days_keep_all_for_ever() {
        UUID job = done(1);
        clock.advance(Duration.ofDays(10_000));

        runUntilNothingIsLeft(Keeping.days(0));

        job(job).body("state", equalTo("done"));
    }

    @Test
    void a_deletion_that_is_killed_between_any_two_pieces_goes_on_where_it_was() {
        UUID job = done(5);
        clock.advance(Duration.ofDays(2));

        int pieces = 0;
        // Each piece by a service that knows nothing of the one before.
        while (new Retention(database, Keeping.days(1), clock).runOnce()) {
            pieces++;
            gone(job);
            assertThat(count("item")).isEqualTo(Math.max(0, 5 - pieces));
            assertThat(count("result")).isEqualTo(Math.max(0, 5 - pieces));
        }

        // One position each, the shard, and the job.
        assertThat(pieces).isEqualTo(5 + 1 + 1);
        nothingIsLeft();
    }

    @Test
    void from_the_mark_on_the_job_is_not_found_by_anything_and_its_key_is_free() {
        UUID job = keyed("again");
        record(worker.finished(begun()));
        clock.advance(Duration.ofDays(2));
        worker.heartbeat();
        new Retention(database, Keeping.days(1), clock).runOnce();
        assertThat(count("job where state = 'deleting'")).isOne();

        gone(job);
        for (String part : List.of("/results", "/verification", "/events")) {
            api().get("/api/v1/extractions/" + job + part).then().statusCode(404);
        }
        for (String verb : List.of("/pause", "/resume", "/retry", "/cancel")) {
            api().post("/api/v1/extractions/" + job + verb).then().statusCode(404);
        }
        api().delete("/api/v1/extractions/" + job).then().statusCode(404);
        api().get("/api/v1/extractions").then().body("extractions", empty());
        api().get("/api/v1/status")
                .then()
                .body("jobs.done", equalTo(0))
                .body("jobs.keySet()", not(hasItem("deleting")));
        assertThat(keyed("again")).isNotEqualTo(job);
    }

    @Test
    void its_owner_deletes_a_job_that_has_ended_at_once_and_for_good() {
        UUID job = done(2);

        delete(job).statusCode(204);

        gone(job);
        delete(job).statusCode(404).body("code", equalTo("unknown_job"));
        runUntilNothingIsLeft(Keeping.days(0));
        nothingIsLeft();
    }

    @Test
    void a_job_that_has_not_ended_is_not_deleted_and_the_way_out_is_told() {
        UUID job = submit(1);

        delete(job)
                .statusCode(409)
                .body("code", equalTo("job_not_over"))
                .body("detail", containsString("the job is queued"))
                .body("remedy", containsString("/cancel"));

        api().post("/api/v1/extractions/" + job + "/cancel");
        delete(job).statusCode(204);
    }

    @Test
    void another_tenants_job_is_not_found() {
        keys.store(OTHER_KEY, "other", "other", Set.of(Scope.EXTRACT));
        UUID job = done(1);

        given().header("Authorization", "Bearer " + OTHER_KEY)
                .delete("/api/v1/extractions/" + job)
                .then()
                .statusCode(404);

        job(job).body("state", equalTo("done"));
    }

    @Test
    void a_retried_job_goes_too() {
        UUID job = submit(1);
        ShardWork work = begun();
        record(new ItemsFinished(
                work.shard(),
                work.job(),
                worker.incarnation(),
                List.of(new ItemFailure(0, ErrorCode.TIME_LIMIT, "too long"))));
        api().header("Idempotency-Key", "k")
                .post("/api/v1/extractions/" + job + "/retry")
                .then()
                .statusCode(200);
        record(worker.finished(begun()));

        delete(job).statusCode(204);
        runUntilNothingIsLeft(Keeping.days(0));

        nothingIsLeft();
        assertThat(count("job_retry")).isZero();
    }

    @Test
    void a_late_result_of_a_job_that_is_being_deleted_leaves_nothing_behind() {
        UUID job = submit(3);
        ShardWork work = begun();
        api().post("/api/v1/extractions/" + job + "/cancel");
        delete(job).statusCode(204);
        Retention retention = new Retention(database, Keeping.days(0), clock);
        retention.runOnce();

        record(worker.finished(work));

        assertThat(count("result")).isEqualTo(3);
        runUntilNothingIsLeft(Keeping.days(0));
        nothingIsLeft();
        assertThat(count("parked_message")).isZero();
    }

    @Test
    void parked_messages_are_deleted_only_where_the_configuration_says_so() {
        recorder.record("no json".getBytes(StandardCharsets.UTF_8));
        clock.advance(Duration.ofDays(9_999));
        recorder.record("no json either".getBytes(StandardCharsets.UTF_8));

        runUntilNothingIsLeft(Keeping.days(1));
        assertThat(count("parked_message")).isEqualTo(2);

        runUntilNothingIsLeft(new Keeping(1, OptionalInt.of(7), 2));
        assertThat(count("parked_message")).isOne();
    }

    @Test
    void lines_of_the_audit_go_when_they_are_old() {
        database.inTransaction(sql -> sql.update("truncate audit"));
        submit(1);
        clock.advance(Duration.ofDays(8));
        submit(1);

        runUntilNothingIsLeft(new Keeping(0, OptionalInt.empty(), 9, 2));
        assertThat(count("audit")).isEqualTo(2);

        runUntilNothingIsLeft(new Keeping(0, OptionalInt.empty(), 7, 2));
        assertThat(count("audit")).isOne();
    }

    @Test
    void values_that_make_no_sense_are_refused_at_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retention(database, Keeping.days(-1), clock))
                .withMessage("winnow.retention.days must be at least 0, was -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Retention(database, new Keeping(1, OptionalInt.of(0), 2), clock))
                .withMessage("winnow.retention.parked-days must be at least 1, was 0");
    }

    private UUID done(int items) {
        UUID job = submit(items);
        record(worker.finished(begun()));
        job(job).body("state", equalTo("done"));
        return job;
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    private static UUID keyed(String key) {
        return UUID.fromString(api().contentType("application/json")
                .header("Idempotency-Key", key)
                .body("{\"keys\": [\"a\"], \"items\": [{\"input\": \"a\"}]}")
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private void runUntilNothingIsLeft(RetentionConfig config) {
        Retention retention = new Retention(database, config, clock);
        while (retention.runOnce()) {
            // A piece a round.
        }
    }

    private void nothingIsLeft() {
        for (String table : List.of("job", "item", "result", "shard")) {
            assertThat(count(table)).as(table).isZero();
        }
    }

    private static void gone(UUID job) {
        api().get("/api/v1/extractions/" + job).then().statusCode(404).body("code", equalTo("unknown_job"));
    }

    private static ValidatableResponse delete(UUID job) {
        return api().delete("/api/v1/extractions/" + job).then();
    }
}
