package dev.winnow.coordinator.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.hamcrest.FeatureMatcher;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RateLimitsTest extends CoordinatorTest {
    @Test
    void a_key_has_so_many_requests_a_minute_and_is_told_what_is_left_and_when_there_are_more() {
        JsonPath created = created("\"requests_per_minute\": 3");
        String key = created.getString("key");
        for (int left = 2; left >= 0; left--) {
            with(key)
                    .get("/v1/models")
                    .then()
                    .statusCode(200)
                    .header("x-ratelimit-limit-requests", equalTo("3"))
                    .header("x-ratelimit-remaining-requests", equalTo(Integer.toString(left)))
                    .header("x-ratelimit-reset-requests", about(20 * (3 - left)));
        }
        with(key)
                .get("/v1/models")
                .then()
                .statusCode(429)
                .header("retry-after", about(21))
                .header("x-should-retry", equalTo("true"))
                .header("x-ratelimit-remaining-requests", equalTo("0"))
                .body("error.code", equalTo("rate_limit_exceeded"))
                .body("error.type", equalTo("rate_limit_error"))
                .body("error.message", containsString("3 requests a minute"));
        with(key)
                .get("/api/v1/extractions")
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .body("limit", equalTo(3));

        pass(created, 21);
        with(key).get("/v1/models").then().statusCode(200).header("x-ratelimit-remaining-requests", equalTo("0"));
        with(key).get("/v1/models").then().statusCode(429);
        pass(created, 5 * 3600);
        with(key).get("/v1/models").then().header("x-ratelimit-remaining-requests", equalTo("2"));
    }

    @Test
    void who_asks_at_the_same_time_gets_no_more_than_that() {
        String key = created("\"requests_per_minute\": 5").getString("key");
        List<CompletableFuture<Integer>> asked = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> with(key).get("/v1/models").statusCode()))
                .toList();

        assertThat(asked.stream().map(CompletableFuture::join).filter(status -> status == 200))
                .hasSize(5);
    }

    @Test
    void a_job_larger_than_what_is_left_is_taken_and_the_next_one_waits_until_it_is_paid() {
        JsonPath created = created("\"items_per_minute\": 6");
        String key = created.getString("key");
        assertThat(submitted(key, 12).statusCode()).isEqualTo(202);

        Response refused = submitted(key, 1);
        refused.then()
                .statusCode(429)
                .header("retry-after", about(71))
                .body("code", equalTo("rate_limit_exceeded"))
                .body("detail", containsString("6 items a minute"));
        with(key).get("/api/v1/extractions").then().statusCode(200).header("x-ratelimit-limit-requests", nullValue());

        pass(created, 71);
        assertThat(submitted(key, 1).statusCode()).isEqualTo(202);
    }

    @Test
    void what_is_asked_again_with_the_same_idempotency_key_is_neither_refused_nor_paid_twice() {
        String key = created("\"items_per_minute\": 6").getString("key");
        Response first = submitted(key, 12, "once");
        assertThat(first.statusCode()).isEqualTo(202);

        Response again = submitted(key, 12, "once");
        assertThat(again.statusCode())
                .as("nothing is left, and it needs nothing")
                .isEqualTo(202);
        assertThat(again.jsonPath().getString("id")).isEqualTo(first.jsonPath().getString("id"));
        submitted(key, 1).then().statusCode(429).header("retry-after", about(71));
    }

    /** Time goes by for a key. Its row has the database's clock, which nobody moves. */
    private void pass(JsonPath key, int seconds) {
        database.inTransaction(sql -> sql.update(
                "update key_budget set at = at - ? * interval '1 second' where key_id = ?::uuid",
                seconds,
                key.getString("id")));
    }

    /** So many seconds, or a few less: the test itself takes its time. */
    private static Matcher<String> about(int seconds) {
        return new FeatureMatcher<>(
                both(greaterThan(seconds - 10.0)).and(lessThanOrEqualTo((double) seconds)), "seconds", "seconds") {
            @Override
            protected Double featureValueOf(String header) {
                return Double.parseDouble(header.replace("s", ""));
            }
        };
    }

    @Test
    void a_key_without_limits_leaves_no_trace_and_limits_go_over_to_the_key_in_its_place() {
        JsonPath free = created("\"expires_at\": null");
        with(free.getString("key")).get("/v1/models").then().header("x-ratelimit-limit-requests", nullValue());
        assertThat(count("key_budget where key_id = ?::uuid", free.getString("id")))
                .isZero();

        String limited =
                created("\"requests_per_minute\": 3, \"items_per_minute\": 7").getString("id");
        api().post("/api/v1/keys/" + limited + "/rotate")
                .then()
                .statusCode(201)
                .body("requests_per_minute", equalTo(3))
                .body("items_per_minute", equalTo(7));
        api().contentType("application/json")
                .body("{\"name\": \"x\", \"scopes\": [\"extract\"], \"requests_per_minute\": 0}")
                .post("/api/v1/keys")
                .then()
                .statusCode(422)
                .body("code", equalTo("invalid_rate"))
                .body("pointer", equalTo("/requests_per_minute"));
    }

    private static Response submitted(String key, int items) {
        return submitted(key, items, UUID.randomUUID().toString());
    }

    private static Response submitted(String key, int items, String idempotencyKey) {
        String lines = "{\"input\": \"x\"}\n".repeat(items);
        return with(key)
                .contentType("application/x-ndjson")
                .header("Idempotency-Key", idempotencyKey)
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .body(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/api/v1/extractions");
    }

    private static JsonPath created(String limits) {
        return api().contentType("application/json")
                .body("{\"name\": \"limited\", \"scopes\": [\"extract\"], " + limits + "}")
                .post("/api/v1/keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }
}
