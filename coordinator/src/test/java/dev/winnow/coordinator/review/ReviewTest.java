package dev.winnow.coordinator.review;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReviewTest extends CoordinatorTest {
    private static final String REVIEWER = "wk_reviewer_0123456789abcdef";
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    private UUID job;

    @BeforeEach
    void sixteen_results_of_which_the_last_are_the_least_sure() {
        database.inTransaction(
                sql -> sql.update("truncate review, review_schema, dataset, dataset_row, dataset_name cascade"));
        keys.store(REVIEWER, "anna's key", "default", Set.of(Scope.EXTRACT));
        keys.store(STRANGER, "stranger", "stranger", Set.of(Scope.ADMIN));
        job = submit(16);
        dispatch();
        for (Optional<ShardWork> work = worker.take(); work.isPresent(); work = worker.take()) {
            ShardWork shard = work.get();
            worker.claim(shard.shard());
            record(new ItemsFinished(
                    shard.shard(),
                    shard.job(),
                    worker.incarnation(),
                    shard.items().stream().map(item -> result(item.position())).toList()));
        }
    }

    /** The first is quite sure, each later one a little less. */
    private ItemResult result(int position) {
        ItemOutput usual = worker.output(position, "{\"title\":\"t%d\"}".formatted(position));
        return new ItemOutput(
                position,
                usual.output(),
                false,
                usual.usage(),
                usual.madeBy(),
                new Evidence(Map.of("/title", 1 - position / 20.0), Map.of()));
    }

    @Test
    void results_below_a_confidence_come_page_by_page_the_least_sure_first() {
        String cursor = queue("?below=0.6&limit=4")
                .body("items.position", contains(15, 14, 13, 12))
                .body("items[0].id", equalTo("15"))
                .body("items[0].output.title", equalTo("t15"))
                .body("items[0].least_confidence", equalTo(0.25f))
                .body("items[0].evidence.confidence.'/title'", equalTo(0.25f))
                .body("items[0].input", nullValue())
                .extract()
                .path("next_cursor");
        queue("?below=0.6&limit=4&cursor=" + cursor)
                .body("items.position", contains(11, 10, 9))
                .body("next_cursor", nullValue());
        queue("").body("items", hasSize(13));
    }

    @Test
    void a_sample_is_the_same_again_for_its_seed_whatever_was_decided_meanwhile() {
        List<Integer> sample = queue("?sample=6&seed=3&decided=true").extract().path("items.position");
        assertThat(sample).hasSize(6).doesNotHaveDuplicates();
        assertThat(queue("?sample=6&seed=4&decided=true").extract().<List<Integer>>path("items.position"))
                .isNotEqualTo(sample);
        decide(sample.get(0), "{\"decision\": \"accept\"}").statusCode(200);
        queue("?sample=6&seed=3&decided=true").body("items.position", equalTo(sample));
        String cursor = queue("?sample=6&seed=3&limit=2")
                .body("items.position", equalTo(sample.subList(1, 3)))
                .extract()
                .path("next_cursor");
        queue("?sample=6&seed=3&limit=9&cursor=" + cursor).body("items.position", equalTo(sample.subList(3, 6)));
    }

    @Test
    void one_result_comes_with_all_that_a_reviewer_needs_and_keeps_who_decided_and_when() {
        item(15).body("input", equalTo("document 15"))
                .body("instruction", notNullValue())
                .body("schema.properties.title", notNullValue())
                .body("decision", nullValue());
        decide(15, "{\"decision\": \"correct\", \"output\": {\"title\": \"Night Riviera\"}}")
                .statusCode(200)
                .body("decision", equalTo("correct"))
                .body("corrected.title", equalTo("Night Riviera"))
                .body("output.title", equalTo("t15"))
                .body("decided_by", equalTo("anna's key"))
                .body("decided_at", notNullValue());
        queue("?below=0.3").body("items", hasSize(0));
        queue("?below=0.3&decided=true").body("items.position", contains(15));

        decide(15, "{\"decision\": \"skip\"}").statusCode(200).body("corrected", nullValue());
        ask("DELETE", 15).statusCode(200).body("decision", nullValue());
        queue("?below=0.3").body("items.position", contains(15));
    }

    @Test
    void a_correction_that_breaks_the_schema_is_refused_by_pointer_and_not_kept() {
        decide(3, "{\"decision\": \"correct\", \"output\": {\"title\": 7, \"price\": 3}}")
                .statusCode(422)
                .body("code", equalTo("schema_broken"))
                .body("problems.pointer", containsInAnyOrder("/output/title", "/output"));
        decide(3, "{\"decision\": \"correct\"}").statusCode(422).body("pointer", equalTo("/output"));
        decide(3, "{\"decision\": \"accept\", \"output\": {}}").statusCode(422).body("pointer", equalTo("/output"));
        decide(3, "{\"decision\": \"perhaps\"}").statusCode(422).body("pointer", equalTo("/decision"));
        decide(16, "{\"decision\": \"accept\"}").statusCode(404).body("code", equalTo("nothing_to_review"));
        assertThat(count("review")).isZero();
    }

    @Test
    void decisions_become_rows_with_where_they_are_from_though_their_job_is_deleted() {
        for (int position = 0; position < 14; position++) {
            decide(
                            position,
                            position < 7
                                    ? "{\"decision\": \"accept\"}"
                                    : "{\"decision\": \"correct\", \"output\": {\"title\": \"right %d\"}}"
                                            .formatted(position))
                    .statusCode(200);
        }
        decide(14, "{\"decision\": \"skip\"}").statusCode(200);
        String schema = database.inTransaction(
                sql -> sql.queryOne("select schema_hash from job where id = ?", row -> row.text("schema_hash"), job)
                        .orElseThrow());
        api().delete("/api/v1/extractions/" + job).then().statusCode(204);

        dataset("{\"name\": \"reviewed\", \"held_out_percent\": 0, \"source\": {\"review\": {\"schema\": \"" + schema
                        + "\"}}}")
                .statusCode(201)
                .body("train_rows", equalTo(14))
                .body("has_schema", equalTo(true))
                .body("sources.review.schema", equalTo(schema));
        assertThat(count(
                        "dataset_row where input = 'document 9' and output = '{\"title\":\"right 9\"}'"
                                + " and origin::json ->> 'decided_by' = 'anna''s key' and origin::json ->> 'decision' = 'correct'"
                                + " and origin::json ->> 'job' = ? and origin::json -> 'made_by' ->> 'model' is not null",
                        job.toString()))
                .isEqualTo(1);
        dataset("{\"name\": \"few\", \"source\": {\"review\": {\"jobs\": [\"" + job
                        + "\"], \"decisions\": [\"correct\"]}}}")
                .statusCode(422)
                .body("code", equalTo("too_few_rows"));
        dataset("{\"name\": \"few\", \"source\": {\"review\": {\"jobs\": [\"all\"]}}}")
                .statusCode(422)
                .body("pointer", equalTo("/source/review/jobs/0"));
    }

    @Test
    void a_stranger_sees_decides_and_fetches_nothing() {
        decide(1, "{\"decision\": \"accept\"}").statusCode(200);
        for (String path : new String[] {"", "/1"}) {
            given().header("Authorization", "Bearer " + STRANGER)
                    .get("/api/v1/extractions/" + job + "/review" + path)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("unknown_job"));
        }
        given().header("Authorization", "Bearer " + STRANGER)
                .contentType("application/json")
                .body("{\"decision\": \"skip\"}")
                .put("/api/v1/extractions/" + job + "/review/1")
                .then()
                .statusCode(404);
        given().header("Authorization", "Bearer " + STRANGER)
                .contentType("application/json")
                .body("{\"name\": \"theirs\", \"source\": {\"review\": {}}}")
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .body("code", equalTo("too_few_rows"))
                .body("detail", equalTo("0 rows are left to train on, at least 10 are needed"));
    }

    private ValidatableResponse queue(String query) {
        return reviewer()
                .get("/api/v1/extractions/" + job + "/review" + query)
                .then()
                .statusCode(200);
    }

    private ValidatableResponse item(int position) {
        return ask("GET", position).statusCode(200);
    }

    private ValidatableResponse ask(String method, int position) {
        return reviewer()
                .request(method, "/api/v1/extractions/" + job + "/review/" + position)
                .then();
    }

    private ValidatableResponse decide(int position, String body) {
        return reviewer()
                .contentType("application/json")
                .body(body)
                .put("/api/v1/extractions/" + job + "/review/" + position)
                .then();
    }

    private static io.restassured.specification.RequestSpecification reviewer() {
        return given().header("Authorization", "Bearer " + REVIEWER);
    }

    private static ValidatableResponse dataset(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/datasets")
                .then();
    }
}
