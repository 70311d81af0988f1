package dev.winnow.coordinator.evaluation;

import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.adapter.SmallAdapter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.JsonConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JudgedEvaluationTest extends EvaluationHarness {
    private static final String FOUR_ROWS = "\"rules\": {\"least_rows\": 4}";

    private final SmallAdapter second = new SmallAdapter(2);

    /** The model alone has two fields right, the first adapter all, the second one no price. */
    private ItemAnswer answer(@Nullable String hash, int number) {
        if (hash == null || hash.equals(second.hash())) {
            return new ItemAnswer(right(number).replace(":%d,".formatted(number), ":7,"));
        }
        return new ItemAnswer(right(number));
    }

    private UUID evaluated() {
        api().contentType("application/zip")
                .queryParam("name", "events")
                .body(second.zip())
                .post("/api/v1/adapters")
                .then()
                .statusCode(201);
        UUID id = evaluate("{\"dataset\": \"events@1\", \"adapters\": [null, \"events@1\", \"events@2\"]}");
        submission.runOnce();
        work(this::answer);
        scoring.runOnce();
        show(id).body("state", equalTo("done"));
        return id;
    }

    @Test
    void candidate_that_is_better_is_told_so_field_by_field_and_takes_the_champions_place() {
        UUID id = evaluated();

        judge(id, "{\"candidate\": \"events@1\", %s}".formatted(FOUR_ROWS))
                .statusCode(200)
                .body("outcome", equalTo("promote"))
                .body("champion", nullValue())
                .body("promoted", nullValue())
                .body("rows", equalTo(4))
                .body("score.mean", closeTo(1 / 3., 1e-9))
                .body("fields.price.mean", equalTo(1.0))
                .body("fields.title.mean", equalTo(0.0))
                .body("slowdown", equalTo(1.0))
                .body("reasons", empty());
        aliases().body("aliases", empty());

        judge(id, "{\"candidate\": \"events@1\", \"promote\": \"champion\", %s}".formatted(FOUR_ROWS))
                .body("promoted", equalTo("champion"));
        aliases().body("aliases.adapter", equalTo(List.of("events@1")));
    }

    @Test
    void worse_candidate_leaves_the_champion_in_its_place_and_few_rows_leave_it_to_a_person() {
        UUID id = evaluated();
        api().contentType("application/json")
                .body("{\"adapter\": \"events@1\"}")
                .put("/api/v1/adapter-aliases/champion");

        judge(id, "{\"candidate\": \"events@2\", \"promote\": \"champion\", %s}".formatted(FOUR_ROWS))
                .statusCode(200)
                .body("champion", equalTo("events@1"))
                .body("outcome", equalTo("keep"))
                .body("promoted", nullValue())
                .body("reasons", hasItem(containsString("the field 'price' changes by -1.0000")));
        judge(id, "{\"candidate\": \"events@1\", \"champion\": \"events@2\"}")
                .body("outcome", equalTo("ask"))
                .body("reasons", hasItem(containsString("4 held-out rows are fewer than least_rows, 30")));
        aliases().body("aliases.adapter", equalTo(List.of("events@1")));
    }

    @Test
    void champion_that_has_moved_meanwhile_is_not_replaced() {
        UUID id = evaluated();
        api().contentType("application/json")
                .body("{\"adapter\": \"events@2\"}")
                .put("/api/v1/adapter-aliases/champion");

        judge(
                        id,
                        "{\"candidate\": \"events@1\", \"champion\": \"events@1\", \"promote\": \"champion\", %s}"
                                .formatted(FOUR_ROWS))
                .statusCode(409)
                .body("code", equalTo("champion_moved"))
                .body("detail", containsString("stands for events@2"));
        aliases().body("aliases.adapter", equalTo(List.of("events@2")));
    }

    @Test
    void deleted_candidate_is_not_promoted() {
        UUID id = evaluated();
        api().delete("/api/v1/adapters/events@1").then().statusCode(204);

        judge(id, "{\"candidate\": \"events@1\", \"promote\": \"champion\", %s}".formatted(FOUR_ROWS))
                .statusCode(404)
                .body("code", equalTo("unknown_adapter"));
        aliases().body("aliases", empty());
    }

    @Test
    void what_cannot_be_judged_is_refused_with_its_place() {
        UUID id = evaluated();
        refused(id, "{}", "/candidate", "invalid_option");
        refused(id, "{\"candidate\": \"events@9\"}", "/candidate", "run_missing");
        refused(id, "{\"candidate\": \"events@1\", \"champion\": \"events@9\"}", "/champion", "run_missing");
        refused(
                id,
                "{\"candidate\": \"events@1\", \"rules\": {\"least_gain\": 2}}",
                "/rules/least_gain",
                "invalid_option");
        refused(id, "{\"candidate\": \"events@1\", \"rules\": {\"then\": \"no\"}}", "/rules/then", "invalid_option");
        refused(
                id,
                "{\"candidate\": \"events@1\", \"rules\": {\"field_losses\": {\"prize\": 0}}}",
                "/rules",
                "invalid_rules");
        judge(UUID.randomUUID(), "{\"candidate\": \"events@1\"}").statusCode(404);
        judge(evaluate(BOTH), "{\"candidate\": \"events@1\"}").statusCode(409).body("code", equalTo("not_ended"));
    }

    private static void refused(UUID id, String body, String pointer, String code) {
        judge(id, body).statusCode(422).body("code", equalTo(code)).body("pointer", equalTo(pointer));
    }

    private static ValidatableResponse judge(UUID id, String body) {
        return api().config(RestAssuredConfig.config()
                        .jsonConfig(JsonConfig.jsonConfig().numberReturnType(NumberReturnType.DOUBLE)))
                .contentType("application/json")
                .body(body)
                .post("/api/v1/evaluations/{id}/judgement", id)
                .then();
    }

    private static ValidatableResponse aliases() {
        return api().get("/api/v1/adapter-aliases").then();
    }
}
