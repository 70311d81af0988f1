package dev.winnow.coordinator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an adapter's confidences are worth is found by an evaluation, and told with each result from then on. */
@QuarkusTest
class CalibratedAdapterTest extends EvaluationHarness {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Always as sure; the price is right in seven of ten. */
    private ItemAnswer answer(@Nullable String hash, int number) {
        String output = number % 10 < 7 ? right(number) : right(number).replace(":%d,".formatted(number), ":7777,");
        return new ItemAnswer(output, Map.of("/title", 0.9, "/price", 0.95, "/tags/0", 0.8, "/tags/1", 0.8));
    }

    private void evaluated(int rows) {
        dataset("pages", SCHEMA, rows(0, 10, " of pages"), rows(1000, 1000 + rows, " of pages"));
        evaluate("{\"dataset\": \"pages@1\", \"adapters\": [null, \"events@1\"]}");
        evaluated(this::answer);
    }

    @Test
    void calibration_is_on_the_card_by_field_and_in_the_results_of_jobs_from_then_on() throws IOException {
        JsonNode before = result(SCHEMA, "events@1");
        assertThat(before.path("calibrated").asBoolean()).isFalse();
        assertThat(before.at("/confidence/~1price").asDouble()).isEqualTo(0.95);

        evaluated(150);

        card().body("card.calibration.calibrated", equalTo(true))
                .body("card.calibration.dataset", equalTo("pages@1"))
                .body("card.calibration.error", lessThan(0.08))
                .body("card.calibration.fields.price.error_before", closeTo(0.25, 0.12))
                .body("card.calibration.fields.price.error", lessThan(0.12))
                .body("card.calibration.fields.tags.error", lessThan(0.08))
                .body("card.evaluations[0].calibration", nullValue());
        JsonNode after = result(SCHEMA, "events@1");
        assertThat(after.path("calibrated").asBoolean()).isTrue();
        assertThat(after.at("/confidence/~1price").asDouble()).isCloseTo(0.7, within(0.1));
        assertThat(after.at("/confidence/~1title").asDouble()).isGreaterThan(0.95);
        assertThat(result(SCHEMA, null).path("calibrated").asBoolean())
                .as("of the model alone")
                .isFalse();
        assertThat(result(SCHEMA.replace("title", "name"), "events@1")
                        .path("calibrated")
                        .asBoolean())
                .as("of another schema")
                .isFalse();
    }

    @Test
    void evaluation_is_fitted_on_the_models_own_confidences_however_often_it_is_made() {
        evaluated(120);
        evaluate("{\"dataset\": \"pages@1\", \"adapters\": [\"events@1\"]}");
        evaluated(this::answer);

        card().body("card.calibration.fields.price.error_before", closeTo(0.25, 0.12));
        assertThat(count("calibration")).isEqualTo(2);
    }

    @Test
    void gate_looks_at_no_row_that_the_error_is_told_by() {
        evaluated(120);
        long reserved = database.inTransaction(sql -> sql.queryOne(
                        "select count(*) as n from evaluation_row where reserved", row -> row.bigNumber("n"))
                .orElseThrow());
        assertThat(reserved).isBetween(40L, 120L);
        UUID id = database.inTransaction(sql ->
                sql.queryOne("select id from evaluation", row -> row.uuid("id")).orElseThrow());
        api().contentType("application/json")
                .body("{\"candidate\": \"events@1\"}")
                .post("/api/v1/evaluations/{id}/judgement", id)
                .then()
                .statusCode(200)
                .body("rows", equalTo((int) (120 - reserved / 2)));
    }

    @Test
    void too_few_rows_are_told_on_the_card_and_take_no_calibration_away() {
        evaluate("{\"dataset\": \"events@1\", \"adapters\": [\"events@1\"]}");
        evaluated(this::answer);
        card().body("card.calibration.calibrated", equalTo(false))
                .body("card.calibration.reason", containsString("4 held-out rows were evaluated"));

        evaluated(100);
        evaluate("{\"dataset\": \"events@1\", \"adapters\": [\"events@1\"]}");
        evaluated(this::answer);
        card().body("card.calibration.calibrated", equalTo(true));
    }

    private static ValidatableResponse card() {
        return api().config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .get("/api/v1/adapters/events@1")
                .then()
                .statusCode(200);
    }

    private JsonNode result(String schema, @Nullable String adapter) throws IOException {
        var options = JSON.createObjectNode();
        if (adapter != null) {
            options.put("adapter", adapter);
        }
        options.set("schema", JSON.readTree(schema));
        options.putArray("items").addObject().put("input", "page 3");
        String id = api().contentType("application/json")
                .body(options.toString())
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        work((hash, number) -> new ItemAnswer(
                schema.equals(SCHEMA) ? right(number) : right(number).replace("title", "name"),
                Map.of("/title", 0.9, "/price", 0.95)));
        return JSON.readTree(api().get("/api/v1/extractions/" + id + "/results").asString());
    }
}
