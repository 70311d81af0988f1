package dev.winnow.coordinator.openai.batch;

import static dev.winnow.coordinator.openai.batch.BatchTestLines.line;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchesApiTest extends BatchTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @Test
    void what_cannot_be_kept_is_refused_by_name_and_nothing_is_stored() {
        String file = upload(line("a", "x"));
        refused(file, "endpoint", "/v1/embeddings", "unsupported_endpoint");
        refused(file, "completion_window", "31d", "invalid_completion_window");
        refused(file, "completion_window", "soon", "invalid_completion_window");
        refused(file, "colour", "red", "unknown_parameter");
        refused(file, "metadata", Map.of("count", 3), "invalid_metadata");
        refused(file, "metadata", Map.of("k".repeat(65), "v"), "invalid_metadata");
        creation(Map.of("endpoint", "/v1/chat/completions", "completion_window", "24h"))
                .statusCode(400)
                .body("error.code", equalTo("missing_required_parameter"))
                .body("error.param", equalTo("input_file_id"));
        creation(request("file-17", "24h")).statusCode(404).body("error.code", equalTo("file_not_found"));
        api().contentType("application/json")
                .body("{")
                .post("/v1/batches")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("invalid_json"));
        String rows = api().multiPart("file", "rows.jsonl", "{}".getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", "fine-tune")
                .post("/v1/files")
                .then()
                .extract()
                .path("id");
        creation(request(rows, "24h")).statusCode(400).body("error.code", equalTo("invalid_purpose"));

        assertThat(count("openai_batch")).isZero();
    }

    private static void refused(String file, String param, Object value, String code) {
        Map<String, Object> body = new HashMap<>(request(file, "24h"));
        body.put(param, value);
        creation(body)
                .statusCode(400)
                .body("error.code", equalTo(code))
                .body("error.param", equalTo(param))
                .body("error.type", equalTo("invalid_request_error"));
    }

    @Test
    void another_tenants_batch_and_file_are_not_there() {
        String file = upload(line("a", "x"));
        String id = creation(request(file, "24h")).statusCode(200).extract().path("id");
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.EXTRACT));

        stranger()
                .get("/v1/batches/" + id)
                .then()
                .statusCode(404)
                .body("error.message", containsString("No batch found with id '" + id));
        stranger().post("/v1/batches/" + id + "/cancel").then().statusCode(404);
        stranger().get("/v1/batches").then().statusCode(200).body("data", empty());
        stranger().queryParam("after", id).get("/v1/batches").then().statusCode(404);
        stranger()
                .contentType("application/json")
                .body(request(file, "24h"))
                .post("/v1/batches")
                .then()
                .statusCode(404)
                .body("error.code", equalTo("file_not_found"));
    }

    private static RequestSpecification stranger() {
        return RestAssured.given().header("Authorization", "Bearer " + STRANGER);
    }

    @Test
    void pages_follow_each_other() {
        String first = create(line("a", "x"));
        clock.advance(Duration.ofSeconds(1));
        String second = create(line("a", "x"));

        api().queryParam("limit", 1)
                .get("/v1/batches")
                .then()
                .body("object", equalTo("list"))
                .body("data.id", contains(second))
                .body("has_more", equalTo(true))
                .body("last_id", equalTo(second));
        api().queryParam("limit", 1)
                .queryParam("after", second)
                .get("/v1/batches")
                .then()
                .body("data.id", contains(first))
                .body("has_more", equalTo(false));
        api().queryParam("limit", 101).get("/v1/batches").then().statusCode(400).body("error.param", equalTo("limit"));
    }

    @Test
    void a_repeated_request_gets_its_batch_and_a_first_one_a_new_one() {
        Map<String, String> body = request(upload(line("a", "x")), "24h");
        String first = creation(body).extract().path("id");

        again(body, "1").statusCode(200).body("id", equalTo(first));
        again(body, "0").body("id", not(equalTo(first)));
        again(request(requireNonNull(body.get("input_file_id")), "23h"), "1").body("id", not(equalTo(first)));
        again(body, "one").statusCode(400).body("error.code", equalTo("invalid_retry_count"));
        keys.store(STRANGER, "another key", ApiKeys.DEFAULT_TENANT, Set.of(Scope.EXTRACT));
        stranger()
                .header("x-stainless-retry-count", "1")
                .contentType("application/json")
                .body(body)
                .post("/v1/batches")
                .then()
                .statusCode(200)
                .body("id", not(equalTo(first)));
        clock.advance(Duration.ofMinutes(11));
        again(body, "1").body("id", not(equalTo(first)));
    }

    private static ValidatableResponse again(Map<String, String> body, String count) {
        return api().contentType("application/json")
                .header("x-stainless-retry-count", count)
                .body(body)
                .post("/v1/batches")
                .then();
    }
}
