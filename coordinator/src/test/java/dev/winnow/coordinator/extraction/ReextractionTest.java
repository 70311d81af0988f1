package dev.winnow.coordinator.extraction;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.evaluation.EvaluationHarness;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a job was unsure of is extracted once more, and nothing else. */
@QuarkusTest
class ReextractionTest extends EvaluationHarness {
    @Inject
    ApiKeys keys;

    /** The price is unsure in every tenth, the title in every fifth. */
    private static ItemAnswer answer(int number) {
        return new ItemAnswer(
                right(number),
                Map.of(
                        "/title",
                        number % 5 == 0 ? 0.7 : 0.99,
                        "/price",
                        number % 10 == 0 ? 0.5 : 0.95,
                        "/tags/0",
                        0.9));
    }

    private UUID done(int items) {
        String lines = IntStream.range(0, items)
                .mapToObj(i -> "{\"id\": \"p-%d\", \"input\": \"page %d\", \"instruction\": \"Read page %d\"}"
                        .formatted(i, i, i))
                .collect(Collectors.joining("\n"));
        UUID job = UUID.fromString(api().contentType("application/x-ndjson")
                .queryParam("keys", "title,price,tags")
                .queryParam("max_output_tokens", 64)
                .queryParam("name", "pages")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        work((hash, number) -> answer(number));
        job(job).body("state", equalTo("done")).body("origin", nullValue()).body("calibrated", equalTo(false));
        return job;
    }

    @Test
    void unsure_items_and_no_others_are_a_new_job_that_names_its_origin() {
        UUID before = done(40);
        String results = results(before);

        UUID again = again(before, "{\"adapter\": \"events@1\", \"below\": 0.6}");

        job(again)
                .body("items", equalTo(4))
                .body("origin", equalTo(before.toString()))
                .body("name", equalTo("pages"))
                .body("adapter", equalTo("events@1"));
        List<String> asked = new ArrayList<>();
        work((hash, number) -> {
            asked.add(number + " by " + hash);
            return new ItemAnswer(right(number + 1));
        });
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "0 by " + adapter.hash(),
                        "10 by " + adapter.hash(),
                        "20 by " + adapter.hash(),
                        "30 by " + adapter.hash());
        assertThat(results(again)).contains("\"id\":\"p-10\"", "\"t11\"").doesNotContain("\"p-11\"");
        assertThat(results(before)).as("the old job's").isEqualTo(results);
        assertThat(schemaOf(again)).isEqualTo(schemaOf(before));
    }

    @Test
    void fields_narrow_what_counts_as_unsure() {
        UUID before = done(40);
        job(again(before, "{\"adapter\": \"events@1\", \"below\": 0.8}")).body("items", equalTo(8));
        job(again(before, "{\"adapter\": \"events@1\", \"below\": 0.8, \"fields\": [\"price\"]}"))
                .body("items", equalTo(4));
        job(again(before, "{\"adapter\": \"events@1\", \"below\": 0.95, \"fields\": [\"tags\"]}"))
                .body("items", equalTo(40));
    }

    @Test
    void what_cannot_be_done_is_refused_with_its_place() {
        UUID before = done(5);
        refused(before, "{\"adapter\": \"events@1\"}", 422, "invalid_option", "/below");
        refused(before, "{\"below\": 0.5}", 422, "invalid_option", "/adapter");
        refused(before, "{\"adapter\": \"events@1\", \"below\": 2}", 422, "invalid_option", "/below");
        refused(before, "{\"adapter\": \"events@9\", \"below\": 0.9}", 422, "unknown_adapter", "/adapter");
        refused(before, "{\"adapter\": \"events@1\", \"below\": 0.1}", 422, "nothing_unsure", "/below");
        refused(UUID.randomUUID(), "{\"adapter\": \"events@1\", \"below\": 0.1}", 404, "unknown_job", null);
        refused(submit(2), "{\"adapter\": \"events@1\", \"below\": 0.9}", 409, "job_not_over", null);
        keys.store("wk_stranger_0123456789abcdef", "stranger", "stranger", Set.of(Scope.ADMIN));
        given().header("Authorization", "Bearer wk_stranger_0123456789abcdef")
                .contentType("application/json")
                .body("{\"adapter\": \"events@1\", \"below\": 0.9}")
                .post("/api/v1/extractions/{id}/reextract", before)
                .then()
                .statusCode(404);
    }

    @Test
    void same_key_again_is_the_same_job() {
        UUID before = done(11);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            ids.add(api().header("Idempotency-Key", "k-1")
                    .contentType("application/json")
                    .body("{\"adapter\": \"events@1\", \"below\": 0.6}")
                    .post("/api/v1/extractions/{id}/reextract", before)
                    .then()
                    .statusCode(202)
                    .extract()
                    .path("id"));
        }
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }

    private static UUID again(UUID job, String body) {
        return UUID.fromString(asked(job, body).statusCode(202).extract().path("id"));
    }

    private static void refused(UUID job, String body, int status, String code, @Nullable String pointer) {
        asked(job, body).statusCode(status).body("code", equalTo(code)).body("pointer", equalTo(pointer));
    }

    private static ValidatableResponse asked(UUID job, String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/extractions/{id}/reextract", job)
                .then();
    }

    private static String schemaOf(UUID id) {
        return job(id).extract().path("schema_hash");
    }

    private static String results(UUID id) {
        return api().get("/api/v1/extractions/{id}/results", id).asString();
    }
}
