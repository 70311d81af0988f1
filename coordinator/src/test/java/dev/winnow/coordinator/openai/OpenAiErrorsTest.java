package dev.winnow.coordinator.openai;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenAiErrorsTest extends CoordinatorTest {
    @Test
    void who_has_no_key_or_the_wrong_one_is_told_in_openais_words() {
        error(given().get("/v1/models").then(), 401, "invalid_request_error", "invalid_api_key")
                .header("WWW-Authenticate", "Bearer");
        error(
                given().header("Authorization", "Bearer wk_nobody_0123456789abcdef")
                        .get("/v1/models")
                        .then(),
                401,
                "invalid_request_error",
                "invalid_api_key");
        error(
                given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                        .get("/v1/models")
                        .then(),
                403,
                "invalid_request_error",
                "missing_scope");
    }

    @Test
    void what_the_framework_refuses_has_the_same_shape() {
        error(api().get("/v1/nowhere").then(), 404, "invalid_request_error", "not_found")
                .body("error.message", containsString("Invalid URL (GET /v1/nowhere)"));
        error(api().delete("/v1/models").then(), 405, "invalid_request_error", "method_not_allowed");
        error(
                api().contentType("text/plain").body("x").post("/v1/files").then(),
                415,
                "invalid_request_error",
                "unsupported_media_type");
    }

    @Test
    void what_is_not_served_says_what_to_do_instead() {
        error(
                        api().contentType("application/json")
                                .body("{\"model\": \"m\", \"input\": \"x\"}")
                                .post("/v1/embeddings")
                                .then(),
                        404,
                        "invalid_request_error",
                        "embeddings_unavailable")
                .body("error.param", nullValue());
    }

    @Test
    void the_native_interface_keeps_its_own_errors() {
        api().get("/api/v1/nowhere")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("x-request-id", nullValue())
                .body("code", equalTo("not_found"));
    }

    @Test
    void a_pointer_becomes_a_parameter_and_the_remedy_a_part_of_the_message() {
        Problem problem = Problem.of(422, "invalid_option", "it is wrong")
                .at("/response_format/json_schema")
                .remedy("put it right");

        OpenAiError.Detail error = OpenAiError.of(problem).error();

        assertThat(error.param()).isEqualTo("response_format.json_schema");
        assertThat(error.message()).isEqualTo("it is wrong; put it right");
        assertThat(OpenAiError.status(problem)).isEqualTo(400);
        assertThat(OpenAiError.of(Problem.of(429, "too_many", "too many"))
                        .error()
                        .type())
                .isEqualTo("rate_limit_error");
    }

    static ValidatableResponse error(ValidatableResponse response, int status, String type, String code) {
        return response.statusCode(status)
                .contentType("application/json")
                .header("x-request-id", matchesPattern("req_[0-9a-f]{32}"))
                .body("error.type", equalTo(type))
                .body("error.code", equalTo(code));
    }
}
