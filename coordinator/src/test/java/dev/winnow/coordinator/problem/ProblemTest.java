package dev.winnow.coordinator.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProblemTest extends CoordinatorTest {
    @Test
    void a_failure_that_nobody_expected_is_a_problem_whose_reason_only_the_log_has() {
        Kept log = new Kept();
        Logger logger = Logger.getLogger(ProblemMappers.class.getName());
        logger.addHandler(log);
        String detail;
        try {
            detail = problem(api().get("/test/fails").then(), 500, "internal_error")
                    .extract()
                    .path("detail");
        } finally {
            logger.removeHandler(log);
        }

        assertThat(detail).doesNotContain("secret");
        String id = detail.substring(detail.lastIndexOf(' ') + 1);
        assertThat(log.records).singleElement().satisfies(record -> {
            assertThat(record.getMessage()).contains(id);
            assertThat(record.getThrown()).hasMessage(FailingResource.REASON);
        });
    }

    @Test
    void an_upload_that_stalls_is_the_clients_to_send_again() {
        problem(api().get("/test/fails/stalled").then(), 408, "upload_stalled")
                .body("detail", containsString("60 s"))
                .body("remedy", containsString("winnow.extraction.upload-patience"));
    }

    @Test
    void a_path_whose_names_hold_a_percent_sign_is_looked_up_as_any_other() {
        for (String path : List.of("/api/v1/extractions/a%25Y", "/api/v1/keys/%0EE%25%077", "/api/v1/trainings/%25")) {
            api().urlEncodingEnabled(false).get(path).then().statusCode(404);
        }
    }

    @Test
    void what_the_framework_refuses_comes_with_a_remedy() {
        problem(api().get("/api/v1/nowhere").then(), 404, "not_found").body("remedy", containsString("/q/openapi"));
        problem(api().get("/api/v1/extractions/17").then(), 404, "not_found").body("remedy", containsString("UUID"));
        problem(api().delete("/api/v1/extractions").then(), 405, "method_not_allowed")
                .header("Allow", equalTo("GET, HEAD, OPTIONS, POST"))
                .body("remedy", containsString("/q/openapi"));
        problem(
                        api().contentType("text/plain")
                                .body("x")
                                .post("/api/v1/extractions")
                                .then(),
                        415,
                        "unsupported_media_type")
                .body("remedy", containsString("application/x-ndjson"));
    }

    @Test
    void what_a_request_says_wrongly_comes_with_its_place_and_a_remedy() {
        problem(api().queryParam("limit", 101).get("/api/v1/extractions").then(), 400, "invalid_limit")
                .body("pointer", equalTo("/limit"))
                .body("limit", equalTo(100))
                .body("remedy", containsString("next_cursor"));
        problem(
                        api().header("Idempotency-Key", "k".repeat(256))
                                .contentType("application/json")
                                .body("{}")
                                .post("/api/v1/extractions")
                                .then(),
                        400,
                        "invalid_idempotency_key")
                .body("remedy", containsString("UUID"));
        problem(
                        api().contentType("application/json")
                                .body("{")
                                .post("/api/v1/extractions")
                                .then(),
                        400,
                        "invalid_json")
                .body("remedy", containsString("items"));
        problem(
                        api().get("/api/v1/extractions/00000000-0000-0000-0000-000000000000")
                                .then(),
                        404,
                        "unknown_job")
                .body("remedy", containsString("/api/v1/extractions"));
    }

    @Test
    void what_is_no_number_or_flag_in_a_query_is_refused_by_name() {
        problem(api().queryParam("limit", "many").get("/api/v1/extractions").then(), 400, "invalid_parameter")
                .body("pointer", equalTo("/limit"))
                .body("remedy", containsString("whole number"));
        problem(
                        api().queryParam("limit", "2147483648")
                                .get("/api/v1/extractions")
                                .then(),
                        400,
                        "invalid_parameter")
                .body("pointer", equalTo("/limit"));
        problem(
                        api().queryParam("inputs", "perhaps")
                                .get("/api/v1/extractions/00000000-0000-0000-0000-000000000000/results")
                                .then(),
                        400,
                        "invalid_parameter")
                .body("pointer", equalTo("/inputs"));
    }

    @Test
    void a_body_is_read_strictly_and_within_a_limit() {
        problem(sent("{\"name\": \"a\", \"name\": \"b\", \"scopes\": [\"extract\"]}"), 400, "invalid_json")
                .body("detail", containsString("name"));
        problem(sent("{\"name\": \"a\", \"scopes\": [\"extract\"]} and more"), 400, "invalid_json");
        problem(sent("{\"name\": \"" + "a".repeat(5 << 20) + "\"}"), 413, "body_too_large")
                .body("limit", equalTo(4 << 20));
    }

    private static ValidatableResponse sent(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/keys")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code));
    }

    private static final class Kept extends Handler {
        private final List<LogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
