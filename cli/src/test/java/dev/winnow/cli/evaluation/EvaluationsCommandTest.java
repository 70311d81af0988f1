package dev.winnow.cli.evaluation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationsCommandTest {
    private static final String RUNNING = """
            {"id": "e-1", "state": "running", "dataset": "events@1", "rows": 50, "constrained": true, "runs": [
             {"state": "submitted", "model": "smollm2", "adapter": null, "job": "j-1"}]}""";

    private static final String DONE = """
            {"id": "e-1", "state": "failed", "dataset": "events@1", "rows": 50, "constrained": true, "runs": [
             {"state": "scored", "model": "smollm2", "adapter": "events@2", "score": {"rows": 50, "exact": 33,
              "valid": 50, "score": 0.9321, "seconds_per_document": 0.417, "output_tokens": 61.7, "fields": [
              {"field": "title", "rule": "text", "score": 0.98, "right": 49},
              {"field": "tags", "rule": "f1", "score": 0.8, "right": 30}]}},
             {"state": "scored", "model": "smollm2", "adapter": null, "score": {"rows": 50, "exact": 0, "valid": 14,
              "score": 0.1164, "seconds_per_document": 0.9, "output_tokens": 96, "fields": [
              {"field": "title", "rule": "text", "score": 0.1, "right": 5},
              {"field": "tags", "rule": "f1", "score": 0, "right": 0}]}},
             {"state": "failed", "model": "qwen", "adapter": "other@1",
              "error": {"code": "job_cancelled", "message": "its job was cancelled"}}]}""";

    private static final String ROW = """
            {"row": 3, "line": 4, "input": "Night at the Loft", "expected": {"title": "Night"}, "runs": [
             {"model": "smollm2", "adapter": null, "output": "{}", "scores": {"title": 0, "tags": 1}},
             {"model": "smollm2", "adapter": "events@2", "output": "{\\"title\\":\\"Night\\"}",
              "scores": {"title": 1, "tags": 1}}]}""".replace("\n", "");

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<String> bodies = new ArrayDeque<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/", this::answer);
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void an_evaluation_is_followed_to_its_tables_by_run_and_by_field() {
        answers.addAll(List.of(RUNNING, RUNNING, "{\"id\": \"j-1\", \"items\": 50, \"open\": 30}", DONE));

        assertThat(terminal.run(
                        "evaluations",
                        "run",
                        "--dataset",
                        "events@1",
                        "--adapter",
                        "events@2",
                        "--adapter",
                        "other",
                        "--rows",
                        "50"))
                .as("one of its runs has failed")
                .isEqualTo(1);

        assertThat(bodies)
                .containsExactly("{\"dataset\":\"events@1\",\"adapters\":[null,\"events@2\",\"other\"],\"rows\":50}");
        assertThat(calls)
                .containsExactly(
                        "POST /api/v1/evaluations",
                        "GET /api/v1/evaluations/e-1",
                        "GET /api/v1/extractions/j-1",
                        "GET /api/v1/evaluations/e-1");
        assertThat(terminal.err()).contains("Evaluating: 20 of 50 rows");
        assertThat(terminal.out().lines())
                .anyMatch(line -> line.matches("1 +smollm2 +events@2 +0\\.932 +33/50 +50/50 +0\\.42 +62"))
                .anyMatch(line -> line.matches("2 +smollm2 +\\(base alone\\) +0\\.116 +0/50 +14/50 +0\\.90 +96"))
                .anyMatch(line -> line.matches("- +qwen +other@1 +failed: job_cancelled: its job was cancelled"))
                .anyMatch(line -> line.matches("FIELD +SCORED BY +events@2 +smollm2"))
                .anyMatch(line -> line.matches("title +text +0\\.980 +0\\.100"))
                .anyMatch(line -> line.matches("tags +f1 +0\\.800 +0\\.000"));
    }

    @Test
    void examples_stand_beside_each_other_and_say_what_is_wrong() {
        answers.addAll(List.of(DONE, ROW + "\n"));

        assertThat(terminal.run("evaluations", "show", "e-1", "--examples", "1"))
                .isZero();

        assertThat(calls).contains("GET /api/v1/evaluations/e-1/rows?limit=1");
        assertThat(terminal.out()).contains("""
                        Night at the Loft
                          wanted: {"title":"Night"}
                          smollm2 alone: {}  <- wrong: title
                          events@2: {"title":"Night"}
                        """);
    }

    @Test
    void evaluations_are_listed_printed_as_json_cancelled_and_deleted() {
        answers.addAll(List.of("{\"evaluations\": [" + DONE + "]}", DONE, "{\"state\": \"cancelled\"}", ""));

        assertThat(terminal.run("evaluations", "list")).isZero();
        assertThat(terminal.run("evaluations", "show", "e-1", "--json")).isZero();
        assertThat(terminal.run("evaluations", "cancel", "e-1")).isZero();
        assertThat(terminal.run("evaluations", "delete", "e-1")).isZero();

        assertThat(terminal.out().lines())
                .anyMatch(line -> line.matches("e-1 +failed +events@1 +50 +events@2 +0\\.932"))
                .anyMatch(line -> line.startsWith("{\"id\":\"e-1\""))
                .contains("Evaluation e-1 is cancelled", "Evaluation e-1 is deleted");
        assertThat(calls).endsWith("POST /api/v1/evaluations/e-1/cancel", "DELETE /api/v1/evaluations/e-1");
    }

    @Test
    void what_leaves_nothing_to_score_is_refused_before_anything_is_sent() {
        assertThat(terminal.run("evaluations", "run", "--dataset", "events@1", "--no-base"))
                .isEqualTo(2);
        assertThat(calls).isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (body.length > 0) {
            bodies.add(new String(body, UTF_8));
        }
        byte[] bytes = answers.remove().getBytes(UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(bytes.length == 0 ? 204 : 200, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Test
    void candidate_is_judged_and_the_exit_code_says_whether_it_passes() {
        String change = "{\"mean\": 0.1, \"low\": 0.05, \"high\": 0.15, \"better\": 0.99}";
        String judgement =
                "{\"dataset\": \"events@1\", \"champion\": null, \"candidate\": \"events@2\", \"outcome\": \"%s\","
                        + " \"rows\": 50, \"score\": " + change + ", \"fields\": {\"price\": " + change
                        + "}, \"slowdown\": 1.25,"
                        + " \"reasons\": [%s], \"promoted\": %s}";
        answers.addAll(List.of(
                judgement.formatted("promote", "", "\"champion\""),
                judgement.formatted("keep", "\"too slow\"", "null")));

        assertThat(terminal.run("evaluations", "judge", "e-1", "--candidate", "events@2", "--promote", "champion"))
                .isZero();
        assertThat(terminal.run(
                        "evaluations", "judge", "e-1", "--candidate", "events@2", "--rules", "{\"least_gain\": 0.2}"))
                .isEqualTo(1);

        assertThat(calls)
                .containsExactly("POST /api/v1/evaluations/e-1/judgement", "POST /api/v1/evaluations/e-1/judgement");
        assertThat(terminal.out())
                .contains("events@2 against the model alone on events@1: 50 rows", "+0.1000", "1.25 times")
                .contains("champion stands for events@2 now", "  too slow", "It does not pass; the champion stays");
        assertThat(terminal.run("evaluations", "judge", "e-1", "--candidate", "a", "--rules", "{"))
                .isEqualTo(2);
    }
}
