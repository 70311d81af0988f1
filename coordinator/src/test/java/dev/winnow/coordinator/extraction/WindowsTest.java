package dev.winnow.coordinator.extraction;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.work.Pool;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The test's model has a token for each byte, and a context of 1,024. */
@QuarkusTest
class WindowsTest extends CoordinatorTest {
    private static final String PAGE = "word ".repeat(2_000);

    @Test
    void a_long_item_is_taken_where_windows_are_asked_for_and_the_worker_is_told_how_to_cut() {
        post("submit", "", PAGE)
                .statusCode(422)
                .body("code", equalTo("item_too_long"))
                .body("remedy", containsString("set windows to true"));

        ShardWork work = taken("\"windows\": true");
        Windows windows = windows(work);
        assertThat(work.items().get(0).input()).isEqualTo(PAGE);
        assertThat(windows.promptTokens()).as("all that the output leaves").isEqualTo(ByteModel.CONTEXT_TOKENS - 64);
        assertThat(windows.overlapTokens()).isBetween(100, (ByteModel.CONTEXT_TOKENS - 64) / 8);

        Windows small = windows(taken("\"windows\": true, \"window_tokens\": 200, \"window_overlap_tokens\": 10"));
        assertThat(small.promptTokens()).isBetween(200, windows.promptTokens() - 200);
        assertThat(small.overlapTokens()).isEqualTo(10);
    }

    @Test
    void a_job_without_windows_tells_the_worker_of_none() {
        assertThat(taken(post("submit", "", "short")).task().windows()).isNull();
        assertThat(taken(post("submit", "\"windows\": false", "short")).task().windows())
                .isNull();
    }

    @Test
    void what_cannot_be_kept_is_refused_with_its_place_and_limit() {
        refused("\"window_tokens\": 200", "invalid_option", "/options/window_tokens");
        refused("\"windows\": 1", "invalid_option", "/options/windows");
        refused("\"windows\": true, \"window_tokens\": 63", "invalid_option", "/options/window_tokens");
        refused("\"windows\": true, \"window_tokens\": 960", "windows_refused", "/options/window_tokens")
                .body("detail", containsString("context of 1024 has room for"));
        refused(
                        "\"windows\": true, \"window_tokens\": 200, \"window_overlap_tokens\": 51",
                        "windows_refused",
                        "/options/window_overlap_tokens")
                .body("limit", equalTo(50));
        refused(
                        "\"windows\": true, \"instruction\": \"" + "do ".repeat(300) + "\"",
                        "windows_refused",
                        "/options/max_output_tokens")
                .body("detail", containsString("at least 64"));
    }

    @Test
    void a_server_cuts_nothing() throws Exception {
        worker("at a server").register(new Pool(ByteModel.NAME, "server-vllm"));

        refused("\"windows\": true, \"quantization\": \"server-vllm\"", "windows_refused", "/options/windows");
        post("submit", "\"quantization\": \"server-vllm\"", "short").statusCode(202);
    }

    @Test
    void an_item_whose_own_instruction_leaves_no_room_is_refused_and_one_that_fits_is_not() {
        String own = "\"instruction\": \"" + "do ".repeat(300) + "\", ";
        line("submit", "\"windows\": true", "{" + own + "\"input\": \"" + PAGE + "\"}")
                .statusCode(422)
                .body("code", equalTo("item_too_long"))
                .body("line", equalTo(2))
                .body("detail", containsString("with its own instruction a window has room for"));
        line("submit", "\"windows\": true", "{" + own + "\"input\": \"short\"}").statusCode(202);
    }

    @Test
    void an_item_of_too_many_windows_is_refused_by_counting_them() {
        String options = "\"windows\": true, \"window_tokens\": 64, \"window_overlap_tokens\": 16";
        post("submit", options, "word ".repeat(60_000))
                .statusCode(422)
                .body("code", equalTo("item_too_long"))
                .body("limit", equalTo(4096))
                .body("remedy", containsString("raise window_tokens"));
        // By its bytes alone it could be too many as well, too; counted, it is not.
        post("submit", options, "word ".repeat(20_000)).statusCode(202);
    }

    @Test
    void an_estimate_counts_windows_their_prompts_and_their_outputs() {
        post("estimate", "", "short").statusCode(200).body("windows", nullValue());
        int overhead = post("estimate", "\"windows\": true", "short")
                .statusCode(200)
                .body("windows", equalTo(1))
                .extract()
                .path("prompt_overhead");

        ValidatableResponse answer = post("estimate", "\"windows\": true", PAGE)
                .statusCode(200)
                .body("items", equalTo(1))
                .body("output_tokens.source", equalTo("guess"));
        int windows = answer.extract().path("windows");
        int input = answer.extract().path("input_tokens.value");
        double each = ((Number) answer.extract().path("output_tokens.per_item")).doubleValue();

        assertThat(windows).isBetween(12, 20);
        assertThat(input).isGreaterThan(PAGE.length() + windows * overhead);
        answer.body("output_tokens.value", equalTo((int) Math.round(each * windows)))
                .body("computed_output_tokens.value", greaterThan(0));
    }

    private static Windows windows(ShardWork work) {
        return requireNonNull(work.task().windows(), "the worker is told of no windows");
    }

    private ShardWork taken(String options) {
        return taken(post("submit", options, PAGE));
    }

    private ShardWork taken(ValidatableResponse accepted) {
        UUID job = UUID.fromString(accepted.statusCode(202).extract().path("id"));
        dispatch();
        ShardWork work = worker.takeOne();
        assertThat(work.job()).isEqualTo(job);
        record(worker.finished(work));
        return work;
    }

    private static ValidatableResponse refused(String options, String code, String pointer) {
        return post("submit", options, "short")
                .statusCode(422)
                .body("code", equalTo(code))
                .body("pointer", equalTo(pointer));
    }

    private static ValidatableResponse post(String what, String options, String input) {
        return line(what, options, "{\"input\": \"" + input + "\"}");
    }

    private static ValidatableResponse line(String what, String options, String item) {
        String all = "{\"options\": {\"keys\": [\"title\"], \"max_output_tokens\": 64"
                + (options.isEmpty() ? "" : ", " + options) + "}}\n";
        return api().contentType("application/x-ndjson")
                .body((all + item).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions" + (what.equals("estimate") ? "/estimate" : ""))
                .then();
    }
}
