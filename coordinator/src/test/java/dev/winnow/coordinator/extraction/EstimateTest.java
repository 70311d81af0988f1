package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.closeTo;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The test's model has a token for each byte. */
@QuarkusTest
class EstimateTest extends CoordinatorTest {
    @Test
    void a_small_request_is_counted_to_the_token_and_nothing_of_it_is_stored() {
        int overhead = estimate("{\"input\": \"x\"}").extract().path("prompt_overhead");

        estimate("{\"input\": \"four\"}\n{\"input\": \"zwölf\"}\n{\"id\": \"a\", \"input\": \"seven..\"}")
                .body("items", equalTo(3))
                .body("distinct_items", equalTo(3))
                .body("counted_items", equalTo(3))
                .body("input_tokens.value", equalTo(3 * overhead + 4 + 6 + 7))
                .body("input_tokens.standard_error", equalTo(0))
                .body("input_tokens.low", equalTo(3 * overhead + 17))
                .body("input_tokens.high", equalTo(3 * overhead + 17))
                .body("computed_input_tokens.value", equalTo(3 * overhead + 17))
                .body("admission", not(empty()));
        assertThat(overhead).isGreaterThan("<user>assistant".length());
        assertThat(count("job")).isZero();
        assertThat(count("item")).isZero();
    }

    @Test
    void an_items_own_instruction_is_counted_in_place_of_the_requests() {
        int usual = tokens("{\"input\": \"text\"}");
        int own = tokens("{\"input\": \"text\", \"instruction\": \"Say what it is.\"}");
        int longer = tokens("{\"input\": \"text\", \"instruction\": \"Say what it is...\"}");

        assertThat(own).isNotEqualTo(usual);
        assertThat(longer).isEqualTo(own + 2);
    }

    private static int tokens(String line) {
        return estimate(line).extract().path("input_tokens.value");
    }

    @Test
    void a_long_request_is_sampled_and_the_same_request_gets_the_same_answer() {
        String lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "{\"input\": \"" + "x".repeat(i % 300) + "y\"}")
                .collect(Collectors.joining("\n"));
        int overhead = estimate("{\"input\": \"x\"}").extract().path("prompt_overhead");
        int exact = IntStream.range(0, 5_000).map(i -> overhead + i % 300 + 1).sum();

        String answer = estimate(lines)
                .body("items", equalTo(5_000))
                .body("distinct_items", equalTo(300))
                .body("counted_items", equalTo(1_024))
                .body("input_tokens.value", equalTo(exact))
                .body("computed_input_tokens.standard_error", lessThanOrEqualTo(1))
                .extract()
                .asString();
        assertThat(estimate(lines).extract().asString()).isEqualTo(answer);
    }

    @Test
    void items_that_ask_the_same_are_computed_once_unless_outputs_are_drawn_at_random() {
        String lines = "{\"input\": \"same\"}\n{\"input\": \"same\"}\n{\"input\": \"other\"}";

        int once = estimate(lines)
                .body("items", equalTo(3))
                .body("distinct_items", equalTo(2))
                .extract()
                .path("computed_input_tokens.value");
        int all = estimate("{\"options\": {\"keys\": [\"title\"], \"temperature\": 0.5}}\n" + lines)
                .body("distinct_items", equalTo(3))
                .extract()
                .path("computed_input_tokens.value");
        assertThat(all).isGreaterThan(once);
    }

    @Test
    void outputs_are_guessed_and_called_a_guess_until_a_job_with_the_same_schema_is_done() {
        estimate("{\"input\": \"a\"}\n{\"input\": \"b\"}")
                .body("output_tokens.source", equalTo("guess"))
                .body("output_tokens.of_jobs", equalTo(0))
                .body("output_tokens.value", lessThanOrEqualTo(2 * 64))
                .body("output_tokens.low", equalTo(2 * "{\"title\":\"\"}".length()))
                .body("output_tokens.high", equalTo(2 * 64));

        submit(3);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work));

        estimate("{\"input\": \"a\"}\n{\"input\": \"b\"}")
                .body("output_tokens.source", equalTo("history"))
                .body("output_tokens.of_jobs", equalTo(1))
                .body("output_tokens.of_items", equalTo(3))
                .body("output_tokens.per_item", equalTo(5.0f))
                .body("output_tokens.value", equalTo(10));
        estimate("{\"options\": {\"keys\": [\"other\"]}}\n{\"input\": \"a\"}")
                .body("output_tokens.source", equalTo("guess"));
    }

    @Test
    void a_guess_never_passes_what_an_output_may_take() {
        estimate("{\"options\": {\"keys\": [\"title\", \"text\"], \"max_output_tokens\": 30}}\n{\"input\": \"a\"}")
                .body("output_tokens.value", equalTo(30))
                .body("output_tokens.high", equalTo(30));
    }

    @Test
    void time_is_that_of_the_live_fleet_at_the_rate_that_it_has_shown() {
        int tokens = estimate("{\"input\": \"a\"}")
                .body("time.workers", equalTo(1))
                .body("time.slots", equalTo(16))
                .body("time.tokens_per_second", equalTo(10.0f))
                .body("time.reason", nullValue())
                .extract()
                .path("computed_output_tokens.value");
        float seconds = estimate("{\"input\": \"a\"}").extract().path("time.seconds");

        assertThat(seconds).isEqualTo(tokens / 10.0f);
    }

    @Test
    void a_worker_that_has_shown_no_rate_counts_as_the_others_by_its_slots() throws Exception {
        worker("second").register();

        estimate("{\"input\": \"a\"}")
                .body("time.workers", equalTo(2))
                .body("time.measured_workers", equalTo(1))
                .body("time.tokens_per_second", equalTo(20.0f));
    }

    @Test
    void a_restarted_worker_is_as_fast_as_it_was() {
        worker.restart();

        estimate("{\"input\": \"a\"}").body("time.measured_workers", equalTo(1));
    }

    @Test
    void without_a_rate_or_without_a_live_worker_there_is_no_time_but_a_reason() {
        database.inTransaction(sql -> sql.update("update worker set shown_tokens_per_second = 0"));
        estimate("{\"input\": \"a\"}")
                .body("time.seconds", nullValue())
                .body("time.reason", containsString("has worked yet"));

        pass(LEASE.plusSeconds(5));
        estimate("{\"input\": \"a\"}")
                .body("time.seconds", nullValue())
                .body("time.workers", equalTo(0))
                .body("time.reason", containsString("no live worker"));
    }

    @Test
    void costs_are_those_of_all_items_at_each_price() {
        ValidatableResponse answer = estimate("{\"input\": \"a\"}\n{\"input\": \"a\"}");
        int input = answer.extract().path("input_tokens.value");
        int output = answer.extract().path("output_tokens.value");

        answer.body("costs[0].name", equalTo("elsewhere"))
                .body("costs[0].currency", equalTo("EUR"))
                .body("costs[0].cost.doubleValue()", closeTo(input + 2.0 * output, 0.001));
    }

    @Test
    void what_a_submission_refuses_is_refused_with_its_place() {
        estimating("{\"input\": \"a\"}\n{\"input\": 7}").statusCode(400).body("line", equalTo(2));
        estimating("{\"input\": \"" + "x".repeat(9_000) + "\"}")
                .statusCode(422)
                .body("code", equalTo("item_too_long"))
                .body("line", equalTo(1));
        estimating("{\"options\": {\"keys\": [\"a\"], \"modle\": \"x\"}}\n{\"input\": \"a\"}")
                .statusCode(422)
                .body("code", equalTo("unknown_option"))
                .body("pointer", equalTo("/options/modle"));
        estimating("{\"options\": {\"keys\": [\"a\"]}}").statusCode(422).body("code", equalTo("no_items"));
        estimating("").statusCode(400).body("code", equalTo("empty_body"));
    }

    @Test
    void a_json_body_is_estimated_too() {
        api().contentType("application/json")
                .body("{\"keys\": [\"title\"], \"items\": [{\"input\": \"a\"}, {\"input\": \"b\"}]}")
                .post("/api/v1/extractions/estimate")
                .then()
                .statusCode(200)
                .body("items", equalTo(2))
                .body("model", equalTo("bytes"));
    }

    private static ValidatableResponse estimate(String lines) {
        return estimating(lines).statusCode(200);
    }

    private static ValidatableResponse estimating(String lines) {
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions/estimate")
                .then();
    }
}
