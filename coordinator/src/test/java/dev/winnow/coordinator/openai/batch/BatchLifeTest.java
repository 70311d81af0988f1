package dev.winnow.coordinator.openai.batch;

import static dev.winnow.coordinator.openai.batch.BatchTestLines.line;
import static dev.winnow.coordinator.openai.batch.BatchTestLines.withSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.dispatch.Deadlines;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchLifeTest extends BatchTest {
    @Inject
    Deadlines deadlines;

    @Test
    void a_batch_goes_from_file_to_file_and_tells_every_moment_of_it() {
        String id = create(line("first", "Harbour Loft"), "", line("second", "Tin Whistle"));
        batch(id)
                .body("id", matchesPattern("batch_[0-9a-f]{32}"))
                .body("object", equalTo("batch"))
                .body("endpoint", equalTo("/v1/chat/completions"))
                .body("created_at", equalTo((int) clock.instant().getEpochSecond()))
                .body("expires_at", equalTo((int) clock.instant().getEpochSecond() + 86_400))
                .body("errors", nullValue())
                .body("usage", nullValue());

        clock.advance(Duration.ofSeconds(2));
        rounds.runOnce();
        batch(id)
                .body("status", equalTo("in_progress"))
                .body("in_progress_at", equalTo((int) clock.instant().getEpochSecond()))
                .body("model", equalTo("bytes"))
                .body("request_counts.total", equalTo(2))
                .body("request_counts.completed", equalTo(0));

        work();
        batch(id).body("status", equalTo("in_progress")).body("request_counts.completed", equalTo(2));
        clock.advance(Duration.ofSeconds(2));
        rounds.runOnce();

        batch(id)
                .body("status", equalTo("completed"))
                .body("finalizing_at", equalTo((int) clock.instant().getEpochSecond()))
                .body("completed_at", equalTo((int) clock.instant().getEpochSecond()))
                .body("request_counts.completed", equalTo(2))
                .body("request_counts.failed", equalTo(0))
                .body("error_file_id", nullValue())
                .body("usage.input_tokens", equalTo(24))
                .body("usage.output_tokens", equalTo(10))
                .body("usage.total_tokens", equalTo(34))
                .body("usage.input_tokens_details.cached_tokens", equalTo(0));
        List<JsonNode> output = output(id);
        assertThat(output).extracting(line -> line.path("custom_id").asText()).containsExactly("first", "second");
        JsonNode first = output.get(0);
        assertThat(first.path("error").isNull()).isTrue();
        assertThat(first.at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(first.at("/response/request_id").asText()).startsWith("req_");
        JsonNode completion = first.at("/response/body");
        assertThat(completion.path("object").asText()).isEqualTo("chat.completion");
        assertThat(completion.path("model").asText()).isEqualTo("bytes");
        assertThat(completion.at("/choices/0/message/content").asText()).isEqualTo("{\"title\":\"0\"}");
        assertThat(completion.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(completion.at("/usage/total_tokens").asInt()).isEqualTo(17);
        assertThat(completion.at("/winnow/confidence/~1title").asDouble()).isEqualTo(0.5);
        assertThat(completion.at("/winnow/made_by/model").asText()).isEqualTo("bytes");
        String file = batch(id).extract().path("output_file_id");
        api().get("/v1/files/" + file)
                .then()
                .body("purpose", equalTo("batch_output"))
                .body("filename", equalTo(id + "_output.jsonl"));
        assertThat(count("openai_batch_line")).isZero();
    }

    @Test
    void the_prompt_is_what_the_messages_say_and_nothing_else() {
        create(
                line("plain", "Give the title: Harbour Loft"),
                line("told", "Tin Whistle", body -> withSystem(body, "Give the title")));
        rounds.runOnce();

        List<WorkItem> items =
                begin().stream().flatMap(work -> work.items().stream()).toList();

        assertThat(items)
                .extracting(WorkItem::instruction, WorkItem::input)
                .containsExactly(tuple("", "Give the title: Harbour Loft"), tuple("Give the title", "Tin Whistle"));
    }

    @Test
    void requests_that_differ_in_more_than_their_messages_become_jobs_of_their_own() {
        create(
                line("a", "one"),
                line("b", "two", body -> body.put("temperature", 0.5).put("seed", 7)),
                line("c", "three"),
                line("d", "four", body -> body.put("seed", 9)));
        rounds.runOnce();

        List<ShardWork> work = begin();

        assertThat(work).hasSize(2);
        assertThat(work)
                .anySatisfy(shard -> {
                    assertThat(shard.task().sampling().seed()).isEqualTo(7);
                    assertThat(shard.items()).hasSize(1);
                })
                .anySatisfy(shard -> assertThat(shard.items()).hasSize(3));
        assertThat(work)
                .allSatisfy(shard -> assertThat(shard.task().maxOutputTokens()).isEqualTo(64));
    }

    @Test
    void what_cannot_be_kept_gets_an_error_line_and_harms_only_itself() {
        String id = create(
                line("tools", "x", body -> body.putArray("tools").addObject().put("type", "function")),
                line("several", "x", body -> body.put("n", 2)),
                line("model", "x", body -> body.put("model", "gpt-4o")),
                line("free", "x", body -> body.remove("response_format")),
                line("long", "x".repeat(5_000)),
                line("blank", " "),
                line("schema", "x", body -> ((ObjectNode) body.at("/response_format/json_schema"))
                        .putObject("schema")
                        .put("$ref", "https://elsewhere.example/schema")),
                line("good", "Harbour Loft"));
        rounds.runOnce();
        batch(id).body("request_counts.total", equalTo(8)).body("request_counts.failed", equalTo(7));
        work();
        rounds.runOnce();

        batch(id)
                .body("status", equalTo("completed"))
                .body("request_counts.completed", equalTo(1))
                .body("request_counts.failed", equalTo(7));
        assertThat(output(id))
                .extracting(line -> line.path("custom_id").asText())
                .containsExactly("good");
        List<JsonNode> errors = errors(id);
        assertThat(errors)
                .extracting(
                        line -> line.path("custom_id").asText(),
                        line -> line.at("/response/status_code").asInt(),
                        line -> line.at("/response/body/error/code").asText(),
                        line -> line.at("/response/body/error/param").asText())
                .containsExactly(
                        tuple("tools", 400, "unsupported_parameter", "tools"),
                        tuple("several", 400, "unsupported_parameter", "n"),
                        tuple("model", 404, "model_not_found", "model"),
                        tuple("free", 400, "unsupported_response_format", "response_format"),
                        tuple("long", 400, "context_length_exceeded", "null"),
                        tuple("blank", 400, "blank_input", "null"),
                        tuple("schema", 400, "schema_refused", "schema.$ref"));
        assertThat(errors.get(4).at("/response/body/error/message").asText()).contains("line 5");
    }

    @Test
    void a_file_that_is_none_of_a_batch_fails_it_with_its_lines() {
        String id = create(
                line("a", "x"),
                "no json",
                line("a", "x"),
                line("b", "x").replace("POST", "GET"),
                line("c", "x").replace("/v1/chat/completions", "/v1/embeddings"),
                "{\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{}}",
                line("d", "x").replace("\"method\"", "\"colour\":1,\"method\""));
        rounds.runOnce();

        batch(id)
                .body("status", equalTo("failed"))
                .body("failed_at", notNullValue())
                .body("errors.object", equalTo("list"))
                .body("errors.data.line", contains(2, 3, 4, 5, 6, 7))
                .body(
                        "errors.data.code",
                        contains(
                                "invalid_json_line",
                                "duplicate_custom_id",
                                "invalid_method",
                                "mismatched_url",
                                "missing_required_parameter",
                                "unknown_parameter"))
                .body("errors.data[1].message", containsString("line 1"))
                .body("request_counts.total", equalTo(0));
        assertThat(count("job")).isZero();
        assertThat(count("openai_batch_line")).isZero();
    }

    @Test
    void what_is_not_done_when_the_window_ends_is_told_to_have_expired() {
        String id = creation(request(upload(line("in", "one"), line("late", "two")), "1h"))
                .statusCode(200)
                .extract()
                .path("id");
        rounds.runOnce();
        ShardWork work = begin().get(0);
        record(worker.finished(work, 0));

        clock.advance(Duration.ofHours(1));
        rounds.runOnce();
        batch(id).body("status", equalTo("in_progress"));
        deadlines.runOnce();
        rounds.runOnce();

        batch(id)
                .body("status", equalTo("expired"))
                .body("expired_at", notNullValue())
                .body("completed_at", nullValue())
                .body("request_counts.completed", equalTo(1))
                .body("request_counts.failed", equalTo(1));
        assertThat(output(id))
                .extracting(line -> line.path("custom_id").asText())
                .containsExactly("in");
        assertThat(errors(id)).singleElement().satisfies(line -> {
            assertThat(line.path("custom_id").asText()).isEqualTo("late");
            assertThat(line.path("response").isNull()).isTrue();
            assertThat(line.at("/error/code").asText()).isEqualTo("batch_expired");
        });
    }

    @Test
    void a_batch_whose_window_ended_before_it_was_submitted_expires_whole() {
        String id = creation(request(upload(line("a", "one")), "1m")).extract().path("id");
        clock.advance(Duration.ofMinutes(1));
        rounds.runOnce();

        batch(id).body("status", equalTo("expired")).body("output_file_id", nullValue());
        assertThat(errors(id))
                .singleElement()
                .satisfies(line -> assertThat(line.at("/error/code").asText()).isEqualTo("batch_expired"));
        assertThat(count("job")).isZero();
    }

    @Test
    void a_cancelled_batch_keeps_what_was_done() {
        String id = create(line("done", "one"), line("left", "two"));
        rounds.runOnce();
        ShardWork work = begin().get(0);
        record(worker.finished(work, 0));

        cancel(id, 200).body("status", equalTo("cancelling")).body("cancelling_at", notNullValue());
        cancel(id, 200);
        rounds.runOnce();

        batch(id).body("status", equalTo("cancelled")).body("cancelled_at", notNullValue());
        cancel(id, 200).body("status", equalTo("cancelled"));
        assertThat(output(id))
                .extracting(line -> line.path("custom_id").asText())
                .containsExactly("done");
        assertThat(errors(id))
                .singleElement()
                .satisfies(line -> assertThat(line.at("/error/code").asText()).isEqualTo("batch_cancelled"));
        assertThat(count("job where state = 'cancelled'")).isOne();
    }

    @Test
    void a_batch_that_is_over_cannot_be_cancelled_and_clients_need_not_try_again() {
        String id = create(line("a", "one"));
        rounds.runOnce();
        work();
        rounds.runOnce();

        cancel(id, 409)
                .header("x-should-retry", "false")
                .body("error.code", equalTo("batch_not_cancellable"))
                .body("error.message", containsString("'completed'"));
    }

    @Test
    void an_input_file_that_was_deleted_fails_the_batch() {
        String file = upload(line("a", "one"));
        String id = creation(request(file, "24h")).extract().path("id");
        api().delete("/v1/files/" + file).then().statusCode(200);
        rounds.runOnce();

        batch(id).body("status", equalTo("failed")).body("errors.data.code", contains("input_file_unreadable"));
    }

    @Test
    void a_batch_waits_while_its_model_is_not_ready_and_goes_on_then() {
        database.inTransaction(sql -> sql.update("update model set tokenizer_json = null, text_hash = 'another'"));
        String id = create(line("a", "one"));
        rounds.runOnce();
        batch(id).body("status", equalTo("validating"));

        worker.restart();
        rounds.runOnce();

        batch(id).body("status", equalTo("in_progress"));
    }

    private static ValidatableResponse cancel(String id, int status) {
        return api().post("/v1/batches/" + id + "/cancel").then().statusCode(status);
    }

    @Test
    void metadata_comes_back_as_it_was_sent() {
        String file = upload(line("a", "one"));
        String id = creation(Map.of(
                        "input_file_id",
                        file,
                        "endpoint",
                        "/v1/chat/completions",
                        "completion_window",
                        "24h",
                        "metadata",
                        Map.of("run", "night 17")))
                .statusCode(200)
                .extract()
                .path("id");

        batch(id).body("metadata.run", equalTo("night 17")).body("input_file_id", equalTo(file));
    }
}
