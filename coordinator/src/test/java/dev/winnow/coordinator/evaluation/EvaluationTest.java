package dev.winnow.coordinator.evaluation;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EvaluationTest extends EvaluationHarness {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    /** The base has titles and one tag right, the adapter all but one price. */
    private ItemAnswer better(@Nullable String hash, int number) {
        if (hash == null) {
            return new ItemAnswer("{\"title\":\"t%d\",\"price\":null,\"tags\":[\"a\"]}".formatted(number));
        }
        return new ItemAnswer(number == 102 ? right(102).replace(":102,", ":7,") : right(number));
    }

    @Test
    void base_and_adapter_do_the_held_out_rows_and_are_scored_by_field_ranked_and_written_onto_the_card() {
        UUID id = evaluate(BOTH);
        show(id).body("state", equalTo("running"))
                .body("rows", equalTo(4))
                .body("runs.state", equalTo(List.of("planned", "planned")))
                .body("runs[0].max_output_tokens", equalTo(right(100).length() + 32));
        assertThat(submission.runOnce()).isEqualTo(2);
        show(id).body("runs.state", equalTo(List.of("submitted", "submitted")));
        assertThat(scoring.runOnce()).isZero();
        work(this::better);

        assertThat(scoring.runOnce()).isEqualTo(2);

        show(id).body("state", equalTo("done"))
                .body("ended_at", notNullValue())
                .body("runs.adapter", contains("events@1", null))
                .body("runs[0].score.rows", equalTo(4))
                .body("runs[0].score.exact", equalTo(3))
                .body("runs[0].score.valid", equalTo(4))
                .body("runs[0].score.score", equalTo(11f / 12))
                .body("runs[0].score.output_tokens", equalTo(20f))
                .body("runs[0].score.seconds_per_document", equalTo(0.5f))
                .body("runs[1].score.exact", equalTo(0))
                .body("runs[1].score.fields.field", contains("title", "price", "tags"))
                .body("runs[1].score.fields.rule", contains("text", "exact", "f1"))
                .body("runs[1].score.fields.right", contains(4, 0, 0))
                .body("runs[1].score.fields.score", contains(1f, 0f, 2f / 3));
        api().get("/api/v1/adapters/events@1")
                .then()
                .body("card.evaluations", hasSize(1))
                .body("card.evaluations[0].evaluation", equalTo(id.toString()))
                .body("card.evaluations[0].dataset", equalTo("events@1"))
                .body("card.evaluations[0].score.exact", equalTo(3))
                .body("card.evaluations[0].base_score.exact", equalTo(0));
    }

    @Test
    void rows_say_what_was_wanted_what_each_run_gave_and_how_it_was_scored() throws JsonProcessingException {
        UUID id = done();

        List<JsonNode> rows = rows(id, 3);
        assertThat(rows).hasSize(3);
        JsonNode third = rows.get(2);
        assertThat(third.path("input").asText()).isEqualTo("page 102");
        assertThat(third.at("/expected/price").asInt()).isEqualTo(102);
        assertThat(third.at("/runs/0/adapter").isNull()).isTrue();
        assertThat(third.at("/runs/0/scores/tags").asDouble()).isBetween(0.66, 0.67);
        assertThat(third.at("/runs/1/output").asText()).contains("\"price\":7");
        assertThat(third.at("/runs/1/scores").toString()).isEqualTo("{\"title\":1,\"price\":0,\"tags\":1}");

        String job = show(id).extract().path("runs[0].job");
        api().delete("/api/v1/extractions/" + job).then().statusCode(204);
        api().delete("/api/v1/datasets/events@1").then().statusCode(204);
        database.inTransaction(sql -> sql.update("delete from item where job_id = ?", UUID.fromString(job)));
        assertThat(rows(id, 1).get(0).has("expected")).isFalse();
        assertThat(rows(id, 1).get(0).at("/runs/1").has("output")).isFalse();
        assertThat(rows(id, 1).get(0).at("/runs/1/scores/title").asInt()).isEqualTo(1);
    }

    private UUID done() {
        UUID id = evaluate(BOTH);
        submission.runOnce();
        work(this::better);
        scoring.runOnce();
        return id;
    }

    private static List<JsonNode> rows(UUID id, int limit) {
        String lines = api().get("/api/v1/evaluations/{id}/rows?limit={n}", id, limit)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return lines.lines()
                .map(line -> {
                    try {
                        return new ObjectMapper().readTree(line);
                    } catch (JsonProcessingException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }

    @Test
    void what_fails_or_is_no_json_that_fits_is_wrong_and_counts() {
        UUID id = evaluate("{\"dataset\": \"events@1\", \"constrained\": false, \"rows\": 3}");
        submission.runOnce();
        work((hash, number) -> new ItemAnswer(number == 100 ? null : number == 101 ? "sorry" : right(102)));
        scoring.runOnce();

        show(id).body("state", equalTo("done"))
                .body("runs[0].score.rows", equalTo(3))
                .body("runs[0].score.failed", equalTo(2))
                .body("runs[0].score.valid", equalTo(1))
                .body("runs[0].score.exact", equalTo(1))
                .body("runs[0].score.score", equalTo(1f / 3));
    }

    @Test
    void a_coordinator_that_dies_over_a_submission_leaves_one_job_to_the_next() {
        UUID id = evaluate(BOTH);
        submission.runOnce();
        database.inTransaction(sql -> sql.update("update evaluation_run set state = 'planned', job_id = null"));

        assertThat(submission.runOnce()).isEqualTo(2);

        assertThat(count("job")).isEqualTo(2);
        work(this::better);
        scoring.runOnce();
        show(id).body("state", equalTo("done"));
    }

    @Test
    void two_coordinators_submit_and_score_each_run_once() {
        UUID id = evaluate(BOTH);
        CompletableFuture<Void> other = meanwhile(submission::runOnce);
        submission.runOnce();
        join(other);
        assertThat(count("job")).isEqualTo(2);
        work(this::better);

        other = meanwhile(scoring::runOnce);
        scoring.runOnce();
        join(other);
        scoring.runOnce();

        assertThat(count("evaluation_row")).isEqualTo(8);
        show(id).body("state", equalTo("done"));
        api().get("/api/v1/adapters/events@1").then().body("card.evaluations", hasSize(1));
    }

    @Test
    void a_job_that_is_cancelled_ends_its_run_and_the_others_keep_their_score() {
        UUID id = evaluate(BOTH);
        submission.runOnce();
        String job = show(id).extract().path("runs[0].job");
        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);
        work(this::better);
        scoring.runOnce();

        show(id).body("state", equalTo("failed"))
                .body("runs[0].score.rows", equalTo(4))
                .body("runs[1].job", equalTo(job))
                .body("runs[1].score", nullValue())
                .body("runs[1].error.code", equalTo("job_cancelled"));
    }

    @Test
    void an_adapter_that_is_deleted_before_its_job_is_submitted_ends_its_run() {
        UUID id = evaluate(BOTH);
        api().delete("/api/v1/adapters/events@1").then().statusCode(204);

        assertThat(submission.runOnce()).isEqualTo(1);

        show(id).body("state", equalTo("running"))
                .body("runs[1].state", equalTo("failed"))
                .body("runs[1].error.code", equalTo("unknown_adapter"));
    }

    @Test
    void a_cancelled_evaluation_takes_its_jobs_with_it_also_those_that_nobody_has_noted() {
        UUID id = evaluate(BOTH);
        submission.runOnce();
        database.inTransaction(sql -> sql.update("update evaluation_run set state = 'planned', job_id = null"));

        cancel(id).statusCode(200).body("state", equalTo("cancelled"));

        assertThat(count("job where state = 'cancelled'")).isEqualTo(2);
        assertThat(left.runOnce()).isZero();
        cancel(id).statusCode(200);
        api().delete("/api/v1/evaluations/{id}", id).then().statusCode(204);
        api().get("/api/v1/evaluations/{id}", id).then().statusCode(404);
        cancel(done()).statusCode(409).body("code", equalTo("evaluation_done"));
    }

    private static ValidatableResponse cancel(UUID id) {
        return api().post("/api/v1/evaluations/{id}/cancel", id).then();
    }

    @Test
    void a_dataset_is_not_removed_while_it_judges() {
        UUID id = evaluate(BOTH);
        api().delete("/api/v1/datasets/events@1")
                .then()
                .statusCode(409)
                .body("code", equalTo("dataset_in_use"))
                .body("detail", containsString("1 evaluations"));
        api().delete("/api/v1/evaluations/{id}", id).then().statusCode(409);
        cancel(id).statusCode(200);
        api().delete("/api/v1/datasets/events@1").then().statusCode(204);
    }

    @Test
    void what_cannot_be_evaluated_is_refused_before_any_work() {
        dataset("bare", null, rows(20, 30, ""), rows(100, 104, ""));
        dataset("whole", SCHEMA, rows(0, 10, ""), null);
        refused("{\"dataset\": \"others@1\"}", "/dataset", "unknown_dataset");
        refused("{\"dataset\": \"bare@1\"}", "/dataset", "no_schema");
        refused("{\"dataset\": \"whole@1\"}", "/dataset", "no_held_out_rows");
        refused("{\"dataset\": \"events@1\", \"adapters\": [null, \"none@1\"]}", "/adapters/1", "unknown_adapter");
        refused("{\"dataset\": \"events@1\", \"adapters\": [null, null]}", "/adapters/1", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"adapters\": []}", "/adapters", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"models\": [\"gpt\"]}", "/models/0", "unknown_model");
        refused("{\"dataset\": \"events@1\", \"rows\": 0}", "/rows", "invalid_option");
        refused("{\"dataset\": \"events@1\", \"quantization\": \"int2\"}", "/quantization", "unknown_quantization");
        refused(
                "{\"dataset\": \"events@1\", \"max_output_tokens\": 5}",
                "/max_output_tokens",
                "output_limit_too_small");
        refused("{\"dataset\": \"events@1\", \"metric\": \"bleu\"}", "/metric", "invalid_option");
        assertThat(count("evaluation")).isZero();
    }

    private static void refused(String body, String pointer, String code) {
        submitted(body)
                .statusCode(422)
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer))
                .body("remedy", notNullValue());
    }

    @Test
    void a_schema_with_a_rule_that_there_is_not_is_refused_at_the_import() {
        store(
                        "odd",
                        SCHEMA.replace("\"type\":\"string\"}", "\"type\":\"string\",\"x-winnow-score\":\"bleu\"}"),
                        rows(0, 10, ""),
                        null)
                .statusCode(422)
                .body("code", equalTo("schema_refused"))
                .body("pointer", equalTo("/schema/properties/title/x-winnow-score"))
                .body("detail", containsString("similarity"));
    }

    @Test
    void rows_that_are_imported_again_with_a_schema_can_be_evaluated_under_the_name_that_they_have() {
        dataset("bare", null, rows(20, 30, ""), rows(100, 104, ""));
        store("bare", SCHEMA, rows(20, 30, ""), rows(100, 104, ""))
                .statusCode(200)
                .body("dataset", equalTo("bare@1"))
                .body("has_schema", equalTo(true));

        evaluate("{\"dataset\": \"bare@1\"}");
    }

    @Test
    void one_key_is_one_evaluation_and_another_tenants_is_not_there() {
        String first = keyed(BOTH).statusCode(202).extract().path("id");
        keyed(BOTH).statusCode(202).body("id", equalTo(first));
        keyed("{\"dataset\": \"events@1\"}").statusCode(422).body("code", equalTo("idempotency_key_reused"));
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.TRAIN));
        given().header("Authorization", "Bearer " + STRANGER)
                .get("/api/v1/evaluations/{id}", first)
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_evaluation"));
        api().get("/api/v1/evaluations").then().body("evaluations", hasSize(1));
    }

    private static ValidatableResponse keyed(String body) {
        return api().header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/evaluations")
                .then();
    }

    @Test
    void a_row_whose_prompt_does_not_fit_beside_the_longest_output_is_wrong_alone() {
        dataset("long", SCHEMA, rows(0, 10, ""), rows(100, 103, "") + "\n" + rows(103, 104, " x".repeat(490)));
        UUID id = evaluate("{\"dataset\": \"long@1\", \"max_output_tokens\": 200}");
        submission.runOnce();
        work((hash, number) -> new ItemAnswer(right(number)));
        scoring.runOnce();

        show(id).body("runs[0].score.rows", equalTo(4))
                .body("runs[0].score.failed", equalTo(1))
                .body("runs[0].score.exact", equalTo(3));
    }
}
