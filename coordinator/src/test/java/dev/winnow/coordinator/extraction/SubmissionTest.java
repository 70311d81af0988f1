package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubmissionTest extends CoordinatorTest {
    private static final String GOOD = "{\"input\": \"a\"}";

    @Test
    void a_json_body_becomes_a_job_and_the_worker_gets_all_that_was_asked() {
        UUID job = UUID.fromString(json("""
                {"schema": {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"],
                            "additionalProperties": false},
                 "model": "bytes", "instruction": "Extract.", "max_output_tokens": 99, "temperature": 0.5, "seed": 7,
                 "constrained": true, "item_seconds": 30, "priority": 2, "name": "trial",
                 "items": [{"id": "a", "input": "one"}, {"id": 5, "input": "two", "instruction": "Own."}]}""")
                .statusCode(202)
                .header("Location", containsString("/api/v1/extractions/"))
                .body("state", equalTo("queued"))
                .body("items", equalTo(2))
                .body("links.results", containsString("/results"))
                .extract()
                .path("id"));
        dispatch();
        ShardWork work = worker.takeOne();

        assertThat(work.job()).isEqualTo(job);
        assertThat(work.task().maxOutputTokens()).isEqualTo(99);
        assertThat(work.task().itemSeconds()).isEqualTo(30);
        assertThat(work.task().sampling().temperature()).isEqualTo(0.5);
        assertThat(work.task().sampling().seed()).isEqualTo(7);
        assertThat(work.task().schemaHash()).startsWith("sha256:");
        assertThat(work.items()).extracting(item -> item.instruction()).containsExactly("Extract.", "Own.");
        assertThat(work.items()).extracting(item -> item.input()).containsExactly("one", "two");
        record(worker.finished(work));
        assertThat(resultLines(job).get(1)).startsWith("{\"id\":\"5\"");
    }

    @Test
    void an_ndjson_body_takes_its_options_from_the_first_line_and_ignores_other_fields() {
        UUID job = UUID.fromString(
                lines("""
                {"options": {"keys": ["title", "price"], "max_output_tokens": 80}}
                {"id": "x", "input": "one", "output": "{}", "extra": [1]}
                {"input": "tab\\tand line\\nand \\\\ stay"}

                """).statusCode(202).body("items", equalTo(2)).extract().path("id"));
        dispatch();
        ShardWork work = worker.takeOne();

        assertThat(work.job()).isEqualTo(job);
        assertThat(work.items().get(0).instruction())
                .isEqualTo("Given this unstructured data, convert it into JSON format with the following keys:"
                        + " title, price");
        assertThat(work.items().get(1).input()).isEqualTo("tab\tand line\nand \\ stay");
    }

    @Test
    void bad_lines_are_refused_with_their_number_and_leave_nothing_behind() {
        refused(GOOD + "\nno json", 400, "invalid_json", 2);
        refused(GOOD + "\n\n" + GOOD, 400, "invalid_json", 2);
        refused(GOOD + "\n[1]", 400, "invalid_item", 2);
        refused(GOOD + "\n{\"input\": 5}", 400, "invalid_item", 2);
        refused(GOOD + "\n{\"text\": \"a\"}", 400, "blank_input", 2);
        refused(GOOD + "\n{\"input\": \" \\n \"}", 400, "blank_input", 2);
        refused(GOOD + "\n{\"input\": \"a\\u0000\"}", 400, "invalid_text", 2);
        refused(GOOD + "\n{\"input\": \"a\\ud800\"}", 400, "invalid_text", 2);
        refused(GOOD + "\n{\"id\": \"\", \"input\": \"a\"}", 400, "invalid_id", 2);
        refused(GOOD + "\n{\"id\": \"" + "x".repeat(257) + "\", \"input\": \"a\"}", 400, "invalid_id", 2)
                .body("limit", equalTo(256));
        refused(GOOD + "\n{\"input\": \"" + "a".repeat((1 << 20) + 1) + "\"}", 413, "item_too_large", 2)
                .body("limit", equalTo(1 << 20));
    }

    @Test
    void an_id_twice_is_refused_with_both_lines() {
        refused(
                        "{\"id\": \"a\", \"input\": \"1\"}\n" + GOOD + "\n{\"id\": \"a\", \"input\": \"3\"}",
                        422,
                        "duplicate_id",
                        3)
                .body("detail", equalTo("the id 'a' stands first at line 1"));
    }

    @Test
    void an_id_that_is_the_position_of_an_item_without_one_is_refused_with_both_lines() {
        refused(GOOD + "\n{\"id\": \"0\", \"input\": \"b\"}", 422, "duplicate_id", 2)
                .body("detail", equalTo("the id '0' stands first at line 1"));
        refused("{\"id\": \"1\", \"input\": \"b\"}\n" + GOOD, 422, "duplicate_id", 2)
                .body("detail", equalTo("the id '1' stands first at line 1"));
        refused("{\"id\": 1, \"input\": \"b\"}\n" + GOOD, 422, "duplicate_id", 2);
        submission("{\"id\": \"01\", \"input\": \"b\"}\n" + GOOD).statusCode(202);
        submission("{\"id\": \"7\", \"input\": \"b\"}\n" + GOOD).statusCode(202);
        submission("{\"id\": \"99999999999999999999\", \"input\": \"b\"}\n" + GOOD)
                .statusCode(202);
    }

    @Test
    void an_item_beyond_the_context_is_refused_with_tokens_limit_and_remedy() {
        String longest = "a".repeat(ByteModel.CONTEXT_TOKENS);
        refused(GOOD + "\n{\"input\": \"" + longest + "\"}", 422, "item_too_long", 2)
                .body("limit", equalTo(ByteModel.CONTEXT_TOKENS))
                .body("detail", containsString("its output may take 64, the model's context has 1024"))
                .body("remedy", containsString("lower max_output_tokens"));
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        submissionBytes(new byte[] {'{', (byte) 0xFF, '}'})
                .statusCode(400)
                .body("code", equalTo("not_utf8"))
                .body("line", equalTo(1));
        api().contentType("application/json")
                .body(new byte[] {'"', (byte) 0xC3, '"'})
                .post("/api/v1/extractions")
                .then()
                .statusCode(400)
                .body("code", equalTo("not_utf8"));
    }

    @Test
    void a_body_without_items_is_refused() {
        submissionBytes(new byte[0]).statusCode(400).body("code", equalTo("empty_body"));
        lines("{\"options\": {\"keys\": [\"a\"]}}\n").statusCode(422).body("code", equalTo("no_items"));
        json("{\"keys\": [\"a\"], \"items\": []}").statusCode(422).body("code", equalTo("no_items"));
        json("{\"keys\": [\"a\"]}").statusCode(422).body("code", equalTo("no_items"));
        json("").statusCode(400).body("code", equalTo("empty_body"));
        json("{").statusCode(400).body("code", equalTo("invalid_json"));
        json("[]").statusCode(400).body("code", equalTo("invalid_json"));
    }

    @Test
    void wrong_options_are_refused_with_their_pointer_and_limit() {
        option("\"keys\": []", "no_keys", "/keys");
        option("\"keys\": [\"a\", \"a\"]", "invalid_keys", "/keys");
        option("\"keys\": [\"a\"], \"schema\": {}", "schema_and_keys", "/keys");
        option("\"name\": \"x\"", "no_schema", "");
        option("\"keys\": [\"a\"], \"max_output_tokens\": 0", "invalid_option", "/max_output_tokens");
        option("\"keys\": [\"a\"], \"max_output_tokens\": 1024", "invalid_option", "/max_output_tokens");
        option("\"keys\": [\"a\"], \"max_output_tokens\": 3", "output_limit_too_small", "/max_output_tokens");
        option("\"keys\": [\"a\"], \"temperature\": 2.5", "invalid_option", "/temperature");
        option("\"keys\": [\"a\"], \"constrained\": \"yes\"", "invalid_option", "/constrained");
        option("\"keys\": [\"a\"], \"quantization\": \"int2\"", "unknown_quantization", "/quantization");
        option("\"keys\": [\"a\"], \"top_k\": 5", "unknown_option", "/top_k")
                .body("remedy", containsString("max_output_tokens"));
        option("\"keys\": [\"a\"], \"model\": \"gpt\"", "unknown_model", "/model")
                .body("remedy", equalTo("choose one of: bytes"));
    }

    @Test
    void a_key_that_no_reader_on_the_way_would_take_is_refused_with_its_place_and_limit() {
        String key = "k".repeat(50_001);
        option("\"keys\": [\"a\", \"" + key + "\"], \"constrained\": false", "key_too_long", "/keys/1")
                .body("limit", equalTo(1_024))
                .body("remedy", containsString("shorten it"));
        option("\"keys\": [\"" + key.substring(0, 1_025) + "\"]", "key_too_long", "/keys/0");
        option("\"keys\": [\"a\", 5]", "invalid_keys", "/keys/1").body("remedy", containsString("title"));
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "\"" + "k".repeat(1_000) + i + "\"")
                .collect(Collectors.joining(","));
        json("{\"keys\": [" + many + "], \"constrained\": false, \"items\": [" + GOOD + "]}")
                .statusCode(413)
                .body("code", equalTo("schema_too_large"))
                .body("pointer", equalTo("/keys"))
                .body("limit", equalTo(256 << 10));
    }

    @Test
    void json_that_is_nested_two_hundred_deep_is_refused_with_the_limit() {
        String deep = "[".repeat(200) + "]".repeat(200);
        json("{\"keys\": [\"a\"], \"constrained\": false, \"schema\": {\"const\": " + deep + "}, \"items\": [" + GOOD
                        + "]}")
                .statusCode(400)
                .body("code", equalTo("nested_too_deeply"))
                .body("limit", equalTo(128))
                .body("remedy", containsString("nest it less deeply"));
        refused(GOOD + "\n{\"input\": \"a\", \"more\": " + deep + "}", 400, "nested_too_deeply", 2)
                .body("limit", equalTo(128));
    }

    @Test
    void a_schema_as_deep_as_a_request_may_be_goes_the_whole_way_to_a_worker() {
        String deep = "[".repeat(126) + "]".repeat(126);
        json("{\"constrained\": false, \"schema\": {\"const\": " + deep + "}, \"items\": [" + GOOD + "]}")
                .statusCode(202);
        dispatch();

        assertThat(worker.takeOne().task().schema().toString()).contains(deep);
    }

    @Test
    void an_option_of_the_first_line_is_refused_with_that_line_and_its_pointer_there() {
        for (String[] wrong : new String[][] {
            {"\"model\": \"gpt\", \"keys\": [\"a\"]", "unknown_model", "/options/model"},
            {"\"seed\": \"x\", \"keys\": [\"a\"]", "invalid_option", "/options/seed"},
            {
                "\"schema\": {\"properties\": {\"a\": {\"$ref\": \"elsewhere.json\"}}}",
                "schema_refused",
                "/options/schema/properties/a/$ref"
            }
        }) {
            lines("{\"options\": {" + wrong[0] + "}}\n" + GOOD)
                    .statusCode(422)
                    .body("code", equalTo(wrong[1]))
                    .body("line", equalTo(1))
                    .body("pointer", equalTo(wrong[2]));
        }
        lines("{\"options\": {\"schema\": {\"properties\": {\"a\": {\"$ref\": \"elsewhere.json\"}}}}}\n" + GOOD)
                .body("problems.pointer", hasItems("/options/schema/properties/a/$ref"));
    }

    @Test
    void a_schema_that_cannot_be_kept_is_refused_with_every_reason() {
        option(
                        "\"schema\": {\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"elsewhere.json\"}, \"b\": {\"type\": 5}}}",
                        "schema_refused",
                        null)
                .body("problems.pointer", hasItems("/schema/properties/a/$ref", "/schema/properties/b/type"));
    }

    @Test
    void an_admitted_schema_comes_with_what_becomes_of_each_keyword() {
        json("{\"keys\": [\"a\"], \"items\": [" + GOOD + "]}")
                .statusCode(202)
                .body("admission.findAll { it.treatment == 'refused' }.size()", equalTo(0))
                .body("admission.size()", greaterThan(0));
    }

    @Test
    void the_same_key_with_the_same_request_gives_the_same_job_and_with_another_one_is_refused() {
        String body = "{\"keys\": [\"a\"], \"items\": [" + GOOD + "]}";
        String first = keyed("k-1", body).statusCode(202).extract().path("id");

        keyed("k-1", body).statusCode(202).body("id", equalTo(first));
        keyed("k-1", body.replace("\"a\"]", "\"b\"]")).statusCode(422).body("code", equalTo("idempotency_key_reused"));
        assertThat(count("job")).isOne();
    }

    @Test
    void the_list_pages_newest_first() {
        UUID first = submit(1);
        clock.advance(Duration.ofSeconds(1));
        UUID second = submit(1);
        UUID third = submit(1);

        ValidatableResponse page =
                api().queryParam("limit", 2).get("/api/v1/extractions").then().statusCode(200);
        List<String> ids = page.extract().path("extractions.id");
        assertThat(ids).containsExactlyInAnyOrder(second.toString(), third.toString());
        String cursor = page.extract().path("next_cursor");
        api().queryParam("limit", 2)
                .queryParam("cursor", cursor)
                .get("/api/v1/extractions")
                .then()
                .body("extractions.id", equalTo(List.of(first.toString())))
                .body("next_cursor", nullValue());
        api().queryParam("cursor", "nonsense")
                .get("/api/v1/extractions")
                .then()
                .statusCode(400)
                .body("code", equalTo("invalid_cursor"));
    }

    @Test
    void a_long_job_is_taken_in_and_planned_in_pages() {
        int items = 5_000;
        UUID job = submit(items);

        planner.runOnce();

        job(job).body("items", equalTo(items)).body("shards.planned", equalTo(64));
        assertThat(count("shard, unnest(positions) p")).isEqualTo(512);
    }

    private ValidatableResponse refused(String body, int status, String code, int line) {
        ValidatableResponse response = submission(body)
                .statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("line", equalTo(line));
        assertThat(count("job")).isZero();
        assertThat(count("item")).isZero();
        return response;
    }

    private static ValidatableResponse option(String options, String code, @Nullable String pointer) {
        ValidatableResponse response = json("{" + options + ", \"items\": [" + GOOD + "]}")
                .statusCode(422)
                .body("code", equalTo(code));
        return pointer == null || pointer.isEmpty() ? response : response.body("pointer", equalTo(pointer));
    }

    private static ValidatableResponse lines(String body) {
        return api().contentType("application/x-ndjson")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    private static ValidatableResponse submissionBytes(byte[] body) {
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .body(body)
                .post("/api/v1/extractions")
                .then();
    }

    private static ValidatableResponse json(String body) {
        return api().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    private static ValidatableResponse keyed(String key, String body) {
        return api().contentType("application/json")
                .header("Idempotency-Key", key)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }
}
