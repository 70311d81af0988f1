package dev.winnow.coordinator.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.evaluation.EvaluationHarness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingEvaluationsTest extends EvaluationHarness {
    @Inject
    TrainingEvaluations evaluations;

    private static ValidatableResponse train(String options) {
        return api().contentType("application/json")
                .body("{\"dataset\": \"events@1\"" + options + "}")
                .post("/api/v1/trainings")
                .then();
    }

    private UUID trained(String options) {
        UUID id = UUID.fromString(train(options).statusCode(202).extract().path("id"));
        database.inTransaction(
                sql -> sql.update("update training set state = 'done', adapter = 'events@1' where id = ?", id));
        return id;
    }

    private static ValidatableResponse show(UUID training) {
        return api().get("/api/v1/trainings/{id}", training).then().statusCode(200);
    }

    @Test
    void an_adapter_is_evaluated_once_beside_its_base_when_its_training_is_done() {
        UUID id = UUID.fromString(train("").statusCode(202).extract().path("id"));
        show(id).body("evaluate_rows", equalTo(200)).body("evaluation", nullValue());
        assertThat(evaluations.runOnce()).isZero();
        database.inTransaction(
                sql -> sql.update("update training set state = 'done', adapter = 'events@1' where id = ?", id));

        CompletableFuture<Void> other = meanwhile(evaluations::runOnce);
        evaluations.runOnce();
        join(other);
        assertThat(evaluations.runOnce()).isZero();

        assertThat(count("evaluation")).isEqualTo(1);
        String evaluation =
                show(id).body("evaluation", notNullValue()).extract().path("evaluation");
        api().get("/api/v1/evaluations/{id}", evaluation)
                .then()
                .body("training", equalTo(id.toString()))
                .body("rows", equalTo(4))
                .body("runs[0].adapter", nullValue())
                .body("runs[1].adapter", equalTo("events@1"));
    }

    @Test
    void the_request_says_on_how_many_rows_or_that_there_is_none() {
        UUID few = trained(", \"evaluate\": {\"rows\": 2}");
        show(trained(", \"evaluate\": false")).body("evaluate_rows", nullValue());

        assertThat(evaluations.runOnce()).isEqualTo(1);

        String evaluation = show(few).extract().path("evaluation");
        api().get("/api/v1/evaluations/{id}", evaluation).then().body("rows", equalTo(2));
    }

    @Test
    void where_the_dataset_went_meanwhile_there_is_nothing_to_evaluate() {
        UUID id = trained("");
        api().delete("/api/v1/datasets/events@1").then().statusCode(204);

        assertThat(evaluations.runOnce()).isZero();

        show(id).body("evaluate_rows", nullValue()).body("evaluation", nullValue());
    }

    @Test
    void an_evaluation_that_cannot_be_is_refused_before_the_training() {
        train(", \"evaluate\": 5").statusCode(422).body("pointer", equalTo("/evaluate"));
        train(", \"evaluate\": {\"rows\": 0}").statusCode(422).body("pointer", equalTo("/evaluate"));
        database.inTransaction(sql -> sql.update("update dataset set schema = null"));
        train(", \"evaluate\": true").statusCode(422).body("detail", containsString("has no schema"));
        train("").statusCode(202).body("evaluate_rows", nullValue());
    }

    @Test
    void trials_are_stored_together_and_evaluated_together_when_the_last_is_over() {
        String body = "{\"dataset\": \"events@1\", \"name\": \"n\", \"trials\": [{\"rank\": 4}, {\"rank\": 8,"
                + " \"name\": \"wide\"}, {\"rate\": 0.01}]}";
        String id = trials(body).statusCode(202).extract().path("id");
        trials(body).statusCode(202).body("id", equalTo(id)).body("trainings", hasSize(3));
        trials(body.replace("4", "5")).statusCode(422).body("code", equalTo("idempotency_key_reused"));
        show(id).body("trainings.plan.rank", equalTo(List.of(4, 8, 16)))
                .body("trainings.name", equalTo(List.of("n", "wide", "n")))
                .body("trainings[0].alias", nullValue())
                .body("trainings[1].alias", equalTo("wide"));
        end("done", "rank\":4");
        end("done", "rank\":8");
        assertThat(evaluations.runOnce()).as("one is still to end").isZero();

        end("failed", "rank\":16");
        assertThat(evaluations.runOnce()).isEqualTo(1);
        assertThat(evaluations.runOnce()).isZero();

        String evaluation =
                show(id).body("trainings[2].evaluation", nullValue()).extract().path("evaluation");
        // Both came to the same adapter.
        api().get("/api/v1/evaluations/{id}", evaluation)
                .then()
                .body("training", nullValue())
                .body("runs.adapter", contains(null, "events@1"));
    }

    private void end(String state, String plan) {
        int ended = database.inTransaction(sql -> sql.update(
                "update training set state = ?, adapter = case when ? = 'done' then 'events@1' end where plan like ?",
                state,
                state,
                "%" + plan + ",%"));
        assertThat(ended).isEqualTo(1);
    }

    private static ValidatableResponse trials(String body) {
        return api().header("Idempotency-Key", "k")
                .contentType("application/json")
                .body(body)
                .post("/api/v1/trials")
                .then();
    }

    private static ValidatableResponse show(String trials) {
        return api().get("/api/v1/trials/{id}", trials).then().statusCode(200);
    }

    @Test
    void of_trials_that_cannot_be_none_is_stored() {
        trials("{\"dataset\": \"events@1\", \"trials\": [{\"rank\": 4}, {\"rank\": 0}]}")
                .statusCode(422)
                .body("pointer", equalTo("/trials/1/rank"));
        trials("{\"dataset\": \"events@1\", \"trials\": []}").statusCode(422).body("pointer", equalTo("/trials"));
        trials("{\"dataset\": \"events@1\", \"trials\": [{\"evaluate\": false}]}")
                .statusCode(422)
                .body("pointer", equalTo("/trials/0"));
        assertThat(count("training")).isZero();
        api().get("/api/v1/trials/{id}", UUID.randomUUID()).then().statusCode(404);
    }
}
