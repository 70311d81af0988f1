package dev.winnow.coordinator.item;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What people see of a job: items by pages, errors by reason, what was asked; and jobs found by what is known of them.
 */
@QuarkusTest
class ItemsTest extends CoordinatorTest {
    private static final String STRANGER = "wk_items_stranger_0123456789";

    @Inject
    ApiKeys keys;

    @Test
    void items_come_by_pages_and_by_how_they_ended() {
        UUID job = fiveWithTwoBad();

        items(job, "?limit=2").body("items.id", contains("a", "b")).body("next_after", equalTo(1));
        items(job, "?limit=2&after=1").body("items.position", contains(2, 3)).body("next_after", equalTo(3));
        items(job, "?limit=2&after=3").body("items", hasSize(1)).body("next_after", nullValue());
        items(job, "?only=failed").body("items.error.code", contains("blank_input", "invalid_json"));
        items(job, "?code=invalid_json").body("items", hasSize(1)).body("items[0].output", nullValue());
        items(job, "?only=succeeded").body("items.id", contains("a", "b", "e"));
        items(job, "?id=e").body("items.output.title", contains("4"));
        items(job, "?id=3").body("items.position", contains(3));
        items(job, "?id=nobody").body("items", hasSize(0));
        api().get("/api/v1/extractions/" + job + "/items?only=all").then().statusCode(400);
        api().get("/api/v1/extractions/" + job + "/items?limit=0").then().statusCode(400);
    }

    @Test
    void a_text_is_looked_for_in_a_thousand_results_at_a_time_and_none_is_missed() {
        UUID job = submit(1);
        database.inTransaction(sql -> sql.update("""
                insert into result (job_id, position, output, error_code, error_message, recorded_at)
                select ?, n, case when n % 500 > 0 then '{"title": "Flat ' || n || ' by the Lake"}' end,
                       case when n % 500 = 0 then 'time_limit' end, case when n % 500 = 0 then 'it took too long' end, ?
                from generate_series(0, 2499) n""", job, clock.instant()));

        items(job, "?text=flat 12 by").body("items.position", contains(12)).body("next_after", equalTo(999));
        items(job, "?text=FLAT 1100").body("items", hasSize(0)).body("next_after", equalTo(999));
        items(job, "?text=flat 1100&after=999")
                .body("items.position", contains(1100))
                .body("next_after", equalTo(1999));
        items(job, "?text=flat 1100&after=1999").body("items", hasSize(0)).body("next_after", nullValue());
        items(job, "?text=lake&limit=2&after=1100")
                .body("items.position", contains(1101, 1102))
                .body("next_after", equalTo(1102));
        items(job, "?text=too long&code=time_limit&after=900").body("items.position", contains(1000, 1500));
        items(job, "?text=100%_&after=2400").body("items", hasSize(0)); // no pattern, but a text
        items(job, "?text=took&id=0").body("items.position", contains(0)).body("next_after", nullValue());
        api().get("/api/v1/extractions/" + job + "/items?text=" + "x".repeat(201))
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/text"));
    }

    @Test
    void an_item_shows_its_text_its_result_and_what_made_it_also_before_it_has_ended() {
        UUID job = submit("{\"id\": \"a\", \"input\": \"Sea view flat, 90 EUR\"}");
        String path = "/api/v1/extractions/" + job + "/items/0";
        api().get(path)
                .then()
                .statusCode(200)
                .body("items", equalTo(1)) // so that whoever goes from one to the next knows where the last is
                .body("input", equalTo("Sea view flat, 90 EUR"))
                .body("output", nullValue())
                .body("error", nullValue());

        work();

        api().get(path)
                .then()
                .body("output.title", equalTo("0"))
                .body("made_by.model", notNullValue())
                .body("usage.output_tokens", notNullValue())
                .body("instruction", notNullValue());
        api().get("/api/v1/extractions/" + job + "/items/1")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_item"));
        api().get("/api/v1/extractions/" + job + "/request").then().body("schema.properties.title", notNullValue());
    }

    @Test
    void errors_are_grouped_by_their_reason() {
        UUID job = fiveWithTwoBad();

        api().get("/api/v1/extractions/" + job + "/errors")
                .then()
                .statusCode(200)
                .body("errors.code", contains("blank_input", "invalid_json"))
                .body("errors.items", contains(1, 1))
                .body("errors[0].first_position", equalTo(2))
                .body("errors[0].message", notNullValue());
    }

    @Test
    void another_tenants_items_are_not_found() {
        UUID job = fiveWithTwoBad();
        keys.store(STRANGER, "stranger", "stranger", Set.of(Scope.ADMIN));

        for (String each : new String[] {"/items", "/items/0", "/errors", "/request"}) {
            given().header("Authorization", "Bearer " + STRANGER)
                    .get("/api/v1/extractions/" + job + each)
                    .then()
                    .statusCode(404);
        }
    }

    @Test
    void jobs_are_found_by_state_name_and_id() {
        UUID done = named("Lake listings");
        work();
        clock.advance(Duration.ofSeconds(1)); // jobs of one instant stand in the order of their ids
        UUID queued = named("Spring fair");

        jobs("?state=done").body("extractions.id", contains(done.toString()));
        jobs("?state=queued,running").body("extractions.id", contains(queued.toString()));
        jobs("?search=SPRING").body("extractions.id", contains(queued.toString()));
        jobs("?search=" + done.toString().substring(0, 12)).body("extractions.id", contains(done.toString()));
        jobs("?search=nothing").body("extractions", hasSize(0));
        jobs("?model=bytes").body("extractions", hasSize(2));
        String cursor = jobs("?model=bytes&limit=1")
                .body("extractions.id", contains(queued.toString()))
                .extract()
                .path("next_cursor");
        jobs("?model=bytes&limit=1&cursor=" + cursor).body("extractions.id", contains(done.toString()));
        api().get("/api/v1/extractions?state=lost").then().statusCode(400).body("code", equalTo("unknown_state"));
    }

    @Test
    void the_overview_tells_what_is_to_do_and_is_sent_again_only_when_it_has_changed() {
        named("Lake listings");
        work();
        named("Spring fair");

        String tag = api().get("/api/v1/overview")
                .then()
                .statusCode(200)
                .body("jobs.done", equalTo(1))
                .body("jobs.queued", equalTo(1))
                .body("backlog.model", contains("bytes"))
                .body("backlog.items", contains(1))
                .body("backlog.workers", contains(1))
                .body("day.succeeded", equalTo(1))
                .body("obstacle", nullValue())
                .extract()
                .header("ETag");

        String same = api().header("If-None-Match", tag)
                .get("/api/v1/overview")
                .then()
                .statusCode(304)
                .extract()
                .asString();
        assertThat(same).isEmpty();
        named("another");
        api().header("If-None-Match", tag).get("/api/v1/overview").then().statusCode(200);
    }

    private UUID fiveWithTwoBad() {
        UUID job = UUID.fromString(api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .queryParam("on_bad_item", "record")
                .body("""
                        {"id": "a", "input": "one"}
                        {"id": "b", "input": "two"}
                        {"id": "c", "input": "  "}
                        no JSON
                        {"id": "e", "input": "five"}
                        """.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        work();
        return job;
    }

    private static UUID named(String name) {
        return UUID.fromString(api().contentType("application/json")
                .body(
                        "{\"keys\": [\"title\"], \"max_output_tokens\": 64, \"name\": \"%s\", \"items\": [{\"input\": \"x\"}]}"
                                .formatted(name))
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    private void work() {
        dispatch();
        for (Optional<ShardWork> work = worker.take(); work.isPresent(); work = worker.take()) {
            worker.claim(work.get().shard());
            record(worker.finished(work.get()));
        }
    }

    private static ValidatableResponse items(UUID job, String query) {
        return api().get("/api/v1/extractions/" + job + "/items" + query).then().statusCode(200);
    }

    private static ValidatableResponse jobs(String query) {
        return api().get("/api/v1/extractions" + query).then().statusCode(200);
    }
}
