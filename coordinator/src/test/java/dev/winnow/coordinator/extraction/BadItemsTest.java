package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BadItemsTest extends CoordinatorTest {
    private static final String GOOD = "{\"input\": \"good\"}\n";
    private static final byte[] NOT_UTF8 = {(byte) 0xC3, (byte) 0x28};

    @Test
    void each_bad_item_fails_with_its_reason_and_the_others_are_done() {
        UUID job = recorded(
                utf8("{\"id\": \"first\", \"input\": \"one\"}\n"),
                utf8("{\"id\": \"torn\", \"input\": \""),
                NOT_UTF8,
                utf8("\"}\n"),
                utf8("no json\n"),
                utf8("\n"),
                utf8("{\"id\": \"blank\", \"input\": \"  \"}\n"),
                utf8("{\"id\": \"huge\", \"input\": \"" + "a".repeat((1 << 20) + 1) + "\"}\n"),
                utf8("{\"id\": \"long\", \"input\": \"" + "a".repeat(ByteModel.CONTEXT_TOKENS) + "\"}\n"),
                utf8("{\"id\": \"last\", \"input\": \"two\"}\n\n"));
        job(job).body("items", equalTo(8))
                .body("state", equalTo("queued"))
                .body("failed", equalTo(6))
                .body("open", equalTo(2));
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());

        assertThat(work.items()).extracting(WorkItem::position).containsExactly(0, 7);
        record(worker.finished(work));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(2)).body("failed", equalTo(6));
        List<String> lines = resultLines(job);
        assertThat(lines.get(1))
                .isEqualTo("{\"id\":\"torn\",\"error\":{\"code\":\"not_utf8\","
                        + "\"message\":\"line 2: the line is not UTF-8; send the body as UTF-8\"}}");
        assertThat(lines.get(2)).startsWith("{\"id\":\"2\",\"error\":{\"code\":\"invalid_json\"");
        assertThat(lines.get(3)).contains("line 4: the line is blank");
        assertThat(lines.get(4)).startsWith("{\"id\":\"blank\",\"error\":{\"code\":\"blank_input\"");
        assertThat(lines.get(5)).startsWith("{\"id\":\"huge\",\"error\":{\"code\":\"item_too_large\"");
        assertThat(lines.get(6)).startsWith("{\"id\":\"long\",\"error\":{\"code\":\"item_too_long\"");
        verification(job).body("findings", empty()).body("complete", equalTo(true));
    }

    @Test
    void a_line_beyond_the_limit_is_skipped_and_fails_alone() {
        UUID job = recorded(utf8(GOOD), utf8("{\"input\": \"" + "a".repeat(17 << 20) + "\"}\n"), utf8(GOOD));

        job(job).body("items", equalTo(3)).body("failed", equalTo(1));
        assertThat(resultLines(job).get(0)).startsWith("{\"id\":\"1\",\"error\":{\"code\":\"line_too_long\"");
    }

    @Test
    void pages_of_bad_items_are_stored_between_good_ones() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_500; i++) {
            lines.append("bad\n").append(i % 5 == 0 ? GOOD.replace("good", "good " + i) : "");
        }
        UUID job = recorded(utf8(lines.toString()));

        job(job).body("items", equalTo(3_000)).body("failed", equalTo(2_500)).body("open", equalTo(500));
        assertThat(count("item where job_id = ?", job)).isEqualTo(3_000);
        assertThat(count("result where job_id = ?", job)).isEqualTo(2_500);
        verification(job).body("findings", empty());
    }

    @Test
    void a_first_line_that_cannot_be_read_is_a_bad_item_where_the_query_says_so() {
        UUID job = recorded(NOT_UTF8, utf8("\n" + GOOD));

        job(job).body("items", equalTo(2)).body("failed", equalTo(1));
        assertThat(resultLines(job).get(0)).contains("line 1: the line is not UTF-8");
    }

    @Test
    void a_request_without_any_usable_item_is_refused_with_the_first_problem() {
        post(utf8("{\"input\": \" \"}\nno json\n"))
                .statusCode(400)
                .body("code", equalTo("blank_input"))
                .body("line", equalTo(1));
        assertThat(count("job")).isZero();
        assertThat(count("item")).isZero();
        assertThat(count("result")).isZero();
    }

    @Test
    void an_id_twice_refuses_the_request_all_the_same() {
        post(utf8("{\"id\": \"a\", \"input\": \" \"}\n{\"id\": \"a\", \"input\": \"good\"}\n"))
                .statusCode(422)
                .body("code", equalTo("duplicate_id"))
                .body("line", equalTo(2));
    }

    @Test
    void what_could_not_be_taken_in_is_not_retried() {
        UUID job = recorded(utf8("no json\n" + GOOD));
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work));

        api().post("/api/v1/extractions/" + job + "/retry")
                .then()
                .statusCode(409)
                .body("code", equalTo("nothing_failed"))
                .body("remedy", containsString("put right"));
    }

    @Test
    void a_json_body_records_its_bad_items_too() {
        UUID job = UUID.fromString(api().contentType("application/json")
                .body("{\"keys\": [\"a\"], \"on_bad_item\": \"record\","
                        + " \"items\": [{\"input\": \"good\"}, {\"id\": \"b\", \"input\": 5}, 7]}")
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));

        assertThat(resultLines(job)).hasSize(2);
        assertThat(resultLines(job).get(0))
                .startsWith("{\"id\":\"b\",\"error\":{\"code\":\"invalid_item\"")
                .contains("/items/1");
    }

    @Test
    void another_rule_than_refuse_or_record_is_refused() {
        api().contentType("application/json")
                .body("{\"keys\": [\"a\"], \"on_bad_item\": \"skip\", \"items\": [{\"input\": \"good\"}]}")
                .post("/api/v1/extractions")
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid_option"))
                .body("pointer", equalTo("/on_bad_item"));
    }

    @Test
    void page_is_taken_as_its_text_and_one_that_cannot_be_fails_alone() {
        UUID job = recorded(
                utf8("{\"html\": \"<title>Jazz</title><p>Doors&nbsp;8</p><script>x()</script>\"}\n"),
                utf8("{\"html\": \"<p>x</p>\", \"input\": \"x\"}\n"),
                utf8("{\"html\": \"<script>x()</script>\"}\n"),
                utf8("{\"html\": \"" + "a".repeat((2 << 20) + 1) + "\"}\n"));
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());

        assertThat(work.items()).extracting(WorkItem::input).containsExactly("Jazz\n\nDoors\u00a08");
        assertThat(resultLines(job))
                .satisfiesExactly(
                        line -> assertThat(line).contains("input_and_html", "line 2"),
                        line -> assertThat(line).contains("blank_input", "line 3"),
                        line -> assertThat(line).contains("html_too_large", "line 4", "2097152"));
    }

    private static UUID recorded(byte[]... parts) {
        return UUID.fromString(post(parts).statusCode(202).extract().path("id"));
    }

    private static ValidatableResponse post(byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .queryParam("on_bad_item", "record")
                .body(body.toByteArray())
                .post("/api/v1/extractions")
                .then();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ValidatableResponse verification(UUID job) {
        return api().get("/api/v1/extractions/" + job + "/verification").then().statusCode(200);
    }
}
