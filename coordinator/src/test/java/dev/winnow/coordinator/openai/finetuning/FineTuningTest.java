package dev.winnow.coordinator.openai.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FineTuningTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void nothing_is_there() {
        database.inTransaction(sql -> sql.update("truncate dataset, dataset_row, dataset_name, training,"
                + " openai_file, openai_file_chunk, openai_fine_tuning_job cascade"));
    }

    @Test
    void conversations_become_a_dataset_and_the_job_a_training_with_its_hyperparameters() {
        String file = uploaded(conversations(40));
        ValidatableResponse job = created("""
                        {"model": "bytes", "training_file": "%s", "suffix": "events", "seed": 7, "metadata": {"run": "a"},
                         "method": {"type": "supervised", "supervised": {"hyperparameters":
                             {"n_epochs": 2, "batch_size": "auto", "learning_rate_multiplier": 0.5}}}}""".formatted(file))
                .statusCode(200)
                .body("object", equalTo("fine_tuning.job"))
                .body("id", startsWith("ftjob-"))
                .body("status", equalTo("queued"))
                .body("model", equalTo("bytes"))
                .body("training_file", equalTo(file))
                .body("validation_file", nullValue())
                .body("hyperparameters.n_epochs", equalTo(2))
                .body("hyperparameters.learning_rate_multiplier", equalTo(0.5f))
                .body("method.supervised.hyperparameters.batch_size", equalTo("auto"))
                .body("metadata.run", equalTo("a"))
                .body("fine_tuned_model", nullValue())
                .body("error.code", nullValue())
                .body("result_files", hasSize(0));
        String id = job.extract().path("id");

        api().get("/api/v1/trainings")
                .then()
                .body("trainings", hasSize(1))
                .body("trainings[0].dataset", equalTo("events@1"))
                .body("trainings[0].plan.epochs", equalTo(2))
                .body("trainings[0].plan.rate", equalTo(0.0005f))
                .body("trainings[0].plan.seed", equalTo(7));
        api().get("/api/v1/datasets/events@1")
                .then()
                .body("train_rows", equalTo(40))
                .body("held_out_rows", equalTo(0))
                .body("instruction", equalTo("Convert"));
        api().get("/v1/fine_tuning/jobs/" + id).then().statusCode(200).body("id", equalTo(id));
        api().get("/v1/fine_tuning/jobs").then().body("data.id", contains(id)).body("has_more", equalTo(false));
    }

    @Test
    void rows_to_validate_on_come_in_a_file_of_their_own() {
        String file = uploaded(conversations(40));
        String held = uploaded(conversation(1000, "x"));
        created("{\"model\": \"bytes\", \"training_file\": \"%s\", \"validation_file\": \"%s\", \"suffix\": \"held\"}"
                        .formatted(file, held))
                .statusCode(200)
                .body("validation_file", equalTo(held));
        api().get("/api/v1/datasets/held@1")
                .then()
                .body("train_rows", equalTo(40))
                .body("held_out_rows", equalTo(1));
    }

    @Test
    void events_tell_of_each_step_and_the_adapter_is_the_model_and_the_checkpoint() {
        String id = job();
        events(id, "")
                .body("data.message", hasSize(2))
                .body("data[1].message", equalTo("Created fine-tuning job: " + id));

        UUID training = training();
        clock.advance(java.time.Duration.ofSeconds(10));
        database.inTransaction(sql -> sql.update(
                "update training set state = 'running', begun_at = ?, progress = ? where id = ?",
                clock.instant(),
                "{\"step\": 2, \"steps\": 2, \"loss\": 0.5, \"tokens_per_second\": 1, \"eta_seconds\": 5}",
                training));
        for (int step = 1; step <= 2; step++) {
            int at = step;
            database.inTransaction(sql -> loss(sql, training, at));
        }
        show(id).body("status", equalTo("running")).body("estimated_finish", notNullValue());
        events(id, "?limit=2")
                .body("data", hasSize(2))
                .body("has_more", equalTo(true))
                .body("data[0].object", equalTo("fine_tuning.job.event"))
                .body("data[0].type", equalTo("metrics"))
                .body("data[0].message", equalTo("Step 2/2: training loss=0.5000"))
                .body("data[0].data.train_loss", equalTo(0.5f))
                .body("data[1].data.step", equalTo(1));
        String last = events(id, "?limit=2").extract().path("last_id");
        events(id, "?limit=2&after=" + last).body("data[0].message", equalTo("Fine-tuning job started"));
        checkpoints(id).body("data", hasSize(0));

        clock.advance(java.time.Duration.ofSeconds(10));
        database.inTransaction(sql -> sql.update(
                "update training set state = 'done', adapter = 'events@1', ended_at = ? where id = ?",
                clock.instant(),
                training));
        show(id).body("status", equalTo("succeeded"))
                .body("fine_tuned_model", equalTo("events@1"))
                .body("finished_at", equalTo((int) clock.instant().getEpochSecond()));
        events(id, "").body("data[0].message", containsString("successfully completed"));
        checkpoints(id)
                .body("data", hasSize(1))
                .body("data[0].fine_tuned_model_checkpoint", equalTo("events@1"))
                .body("data[0].step_number", equalTo(2))
                .body("data[0].metrics.train_loss", equalTo(0.5f));
        act(id, "cancel").statusCode(409).body("error.code", equalTo("fine_tuning_job_over"));
    }

    private static int loss(dev.winnow.coordinator.database.Sql sql, UUID training, int step) throws SQLException {
        return sql.update("insert into training_step (training_id, step, loss) values (?, ?, 0.5)", training, step);
    }

    @Test
    void a_job_is_paused_resumed_and_cancelled_for_good() {
        String id = job();
        act(id, "pause").statusCode(200).body("status", equalTo("paused"));
        act(id, "resume").statusCode(200).body("status", equalTo("queued"));
        act(id, "resume").statusCode(409).body("error.code", equalTo("fine_tuning_job_not_paused"));
        act(id, "pause").statusCode(200);
        act(id, "cancel").statusCode(200).body("status", equalTo("cancelled"));
        act(id, "resume").statusCode(409);
        act(id, "pause")
                .statusCode(409)
                .header("x-should-retry", equalTo("false"))
                .body("error.code", equalTo("fine_tuning_job_over"));
        assertThat(count("training where state = 'cancelled'")).isEqualTo(1);
    }

    @Test
    void a_repeated_request_is_the_same_job_and_one_that_was_not_submitted_is_submitted_by_whoever_looks() {
        String body = "{\"model\": \"bytes\", \"training_file\": \"%s\"}".formatted(uploaded(conversations(40)));
        String first = created(body).extract().path("id");
        ValidatableResponse again = api().contentType("application/json")
                .header("x-stainless-retry-count", "1")
                .body(body)
                .post("/v1/fine_tuning/jobs")
                .then();
        again.statusCode(200).body("id", equalTo(first));
        assertThat(created(body).extract().<String>path("id")).isNotEqualTo(first);
        assertThat(count("training")).isEqualTo(2);

        // As a coordinator leaves it that dies between the two.
        database.inTransaction(sql -> sql.update("delete from training"));
        database.inTransaction(sql -> sql.update("update openai_fine_tuning_job set training = null"));
        show(first).body("status", equalTo("queued"));
        show(first).body("status", equalTo("queued"));
        assertThat(count("training")).isEqualTo(1);

        // Neither can it be submitted any more: that hides no other.
        database.inTransaction(sql -> sql.update("""
                update openai_fine_tuning_job
                set training = null, training_body = replace(training_body, '"dataset":"', '"dataset":"gone-')"""));
        show(first).body("status", equalTo("queued"));
        api().get("/v1/fine_tuning/jobs").then().statusCode(200).body("data.id", hasItem(first));
    }

    @Test
    void what_cannot_be_trained_is_refused_with_its_place_and_nobody_elses_job_is_found() {
        String good = uploaded(conversations(40));
        refused("{\"model\": \"bytes\", \"training_file\": \"%s\"}".formatted(uploaded(conversations(40) + "\n{}")))
                .body("error.param", equalTo("training_file"))
                .body("error.message", startsWith("line 41: "));
        refused("{\"model\": \"bytes\", \"training_file\": \"%s\", \"method\": {\"type\": \"dpo\"}}".formatted(good))
                .body("error.param", equalTo("method.type"));
        refused(
                        ("{\"model\": \"bytes\", \"training_file\": \"%s\", \"method\": {\"type\": \"supervised\", \"supervised\":"
                                        + " {\"hyperparameters\": {\"n_epochs\": 0}}}}")
                                .formatted(good))
                .body("error.param", equalTo("method.supervised.hyperparameters.n_epochs"));
        refused("{\"model\": \"bytes\", \"training_file\": \"%s\", \"wandb\": 1}".formatted(good))
                .body("error.code", equalTo("unknown_parameter"));
        created("{\"model\": \"gpt-4o\", \"training_file\": \"%s\"}".formatted(good))
                .statusCode(404);
        created("{\"model\": \"bytes\", \"training_file\": \"file-17\"}").statusCode(404);
        assertThat(count("openai_fine_tuning_job")).isZero();

        String id = job();
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.TRAIN));
        for (String path : new String[] {"", "/events", "/checkpoints"}) {
            RestAssured.given()
                    .header("Authorization", "Bearer " + STRANGER)
                    .get("/v1/fine_tuning/jobs/" + id + path)
                    .then()
                    .statusCode(404)
                    .body("error.code", equalTo("fine_tuning_job_not_found"));
        }
    }

    private String job() {
        return created("{\"model\": \"bytes\", \"training_file\": \"%s\", \"suffix\": \"events\"}"
                        .formatted(uploaded(conversations(40))))
                .statusCode(200)
                .extract()
                .path("id");
    }

    private UUID training() {
        return database.<UUID>inTransaction(sql ->
                sql.queryOne("select id from training", row -> row.uuid("id")).orElseThrow());
    }

    private static ValidatableResponse refused(String body) {
        return created(body).statusCode(400).body("error.type", equalTo("invalid_request_error"));
    }

    private static ValidatableResponse created(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/v1/fine_tuning/jobs")
                .then();
    }

    private static ValidatableResponse show(String id) {
        return api().get("/v1/fine_tuning/jobs/" + id).then().statusCode(200);
    }

    private static ValidatableResponse act(String id, String what) {
        return api().post("/v1/fine_tuning/jobs/" + id + "/" + what).then();
    }

    private static ValidatableResponse events(String id, String query) {
        return api().get("/v1/fine_tuning/jobs/" + id + "/events" + query)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse checkpoints(String id) {
        return api().get("/v1/fine_tuning/jobs/" + id + "/checkpoints").then().statusCode(200);
    }

    private static String uploaded(String lines) {
        return api().multiPart("file", "rows.jsonl", lines.getBytes(StandardCharsets.UTF_8), "application/jsonl")
                .multiPart("purpose", "fine-tune")
                .post("/v1/files")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    private static String conversations(int count) {
        return IntStream.range(0, count).mapToObj(i -> conversation(i, "t" + i)).collect(Collectors.joining("\n"));
    }

    private static String conversation(int number, String title) {
        return ("{\"messages\": [{\"role\": \"system\", \"content\": \"Convert\"}, {\"role\": \"user\", \"content\": \"page %d\"},"
                        + " {\"role\": \"assistant\", \"content\": \"{\\\"title\\\": \\\"%s\\\"}\"}]}")
                .formatted(number * 7919, title);
    }
}
