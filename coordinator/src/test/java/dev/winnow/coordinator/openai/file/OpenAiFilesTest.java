package dev.winnow.coordinator.openai.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenAiFilesTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";
    private static final String LINES = "{\"custom_id\": \"a\"}\n\n{\"custom_id\": \"b\"}";

    @Inject
    ApiKeys keys;

    @Inject
    Files files;

    @BeforeEach
    void no_files() {
        database.inTransaction(sql -> sql.update("truncate openai_file, openai_file_chunk cascade"));
    }

    @Test
    void a_file_comes_back_byte_for_byte_until_it_is_deleted() {
        String id = send("batch", LINES)
                .statusCode(200)
                .body("object", equalTo("file"))
                .body("id", matchesPattern("file-[0-9a-f]{32}"))
                .body("bytes", equalTo(LINES.length()))
                .body("filename", equalTo("requests.jsonl"))
                .body("purpose", equalTo("batch"))
                .body("status", equalTo("processed"))
                .body("created_at", equalTo((int) clock.instant().getEpochSecond()))
                .body("expires_at", nullValue())
                .extract()
                .path("id");

        assertThat(api().accept("application/binary")
                        .get("/v1/files/" + id + "/content")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .isEqualTo(LINES);
        api().get("/v1/files/" + id).then().statusCode(200).body("id", equalTo(id));
        api().delete("/v1/files/" + id)
                .then()
                .statusCode(200)
                .body("deleted", equalTo(true))
                .body("object", equalTo("file"));
        api().get("/v1/files/" + id)
                .then()
                .statusCode(404)
                .body("error.code", equalTo("file_not_found"))
                .body("error.message", containsString("No such File object: " + id));
        assertThat(count("openai_file_chunk")).isZero();
    }

    @Test
    void a_file_of_several_pieces_is_the_same_when_it_comes_back() {
        byte[] body = new byte[(2 << 20) + 12_345];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i % 251);
        }
        String id = api().multiPart("purpose", "fine-tune")
                .multiPart("file", "rows.jsonl", body)
                .post("/v1/files")
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        assertThat(count("openai_file_chunk")).isEqualTo(3);
        assertThat(api().get("/v1/files/" + id + "/content").then().extract().asByteArray())
                .isEqualTo(body);
    }

    @Test
    void another_tenants_file_is_not_there() {
        String id = send("batch", LINES).extract().path("id");
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.EXTRACT));

        stranger().get("/v1/files/" + id).then().statusCode(404);
        stranger().get("/v1/files/" + id + "/content").then().statusCode(404);
        stranger().delete("/v1/files/" + id).then().statusCode(404);
        stranger().get("/v1/files").then().statusCode(200).body("data", empty());
        stranger().queryParam("after", id).get("/v1/files").then().statusCode(404);
    }

    @Test
    void pages_follow_each_other_in_both_orders_and_by_purpose() {
        String first = send("batch", "1").extract().path("id");
        clock.advance(Duration.ofSeconds(1));
        String second = send("fine-tune", "2").extract().path("id");
        clock.advance(Duration.ofSeconds(1));
        String third = send("batch", "3").extract().path("id");

        api().queryParam("limit", 2)
                .get("/v1/files")
                .then()
                .body("object", equalTo("list"))
                .body("data.id", contains(third, second))
                .body("has_more", equalTo(true))
                .body("first_id", equalTo(third))
                .body("last_id", equalTo(second));
        api().queryParam("limit", 2)
                .queryParam("after", second)
                .get("/v1/files")
                .then()
                .body("data.id", contains(first))
                .body("has_more", equalTo(false));
        api().queryParam("order", "asc").get("/v1/files").then().body("data.id", contains(first, second, third));
        api().queryParam("purpose", "fine-tune").get("/v1/files").then().body("data.id", contains(second));
        api().queryParam("limit", 0).get("/v1/files").then().statusCode(400).body("error.param", equalTo("limit"));
        api().queryParam("order", "up").get("/v1/files").then().statusCode(400).body("error.param", equalTo("order"));
        api().queryParam("purpose", "x")
                .get("/v1/files")
                .then()
                .statusCode(400)
                .body("error.param", equalTo("purpose"));
    }

    @Test
    void what_is_no_file_for_a_purpose_is_refused_and_leaves_nothing() {
        refused(send("assistants", LINES), 400, "invalid_purpose", "purpose");
        refused(send("batch_output", LINES), 400, "invalid_purpose", "purpose");
        refused(send("batch", " \n"), 400, "empty_file", "file");
        refused(
                api().multiPart("purpose", "batch").post("/v1/files").then(),
                400,
                "missing_required_parameter",
                "file");
        refused(
                api().multiPart("file", "a", LINES.getBytes(StandardCharsets.UTF_8))
                        .post("/v1/files")
                        .then(),
                400,
                "missing_required_parameter",
                "purpose");
        refused(
                form("batch", LINES)
                        .multiPart("colour", "red")
                        .post("/v1/files")
                        .then(),
                400,
                "unknown_parameter",
                "colour");
        api().config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .encodeContentTypeAs("multipart/form-data", ContentType.TEXT)))
                .contentType("multipart/form-data; boundary=x")
                .body("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\ncut off")
                .post("/v1/files")
                .then()
                .statusCode(400)
                .body("error.code", equalTo("invalid_multipart"));

        assertThat(count("openai_file")).isZero();
        assertThat(count("openai_file_chunk")).isZero();
    }

    @Test
    void a_batch_file_of_50001_lines_is_refused_by_its_limit() {
        String lines = IntStream.rangeClosed(0, 50_000).mapToObj(i -> "{}").collect(Collectors.joining("\n"));

        send("batch", lines)
                .statusCode(413)
                .body("error.code", equalTo("too_many_requests_in_file"))
                .body("error.message", containsString("50001"))
                .body("error.message", containsString("50000"));
        send("fine-tune", lines).statusCode(200);
    }

    @Test
    void a_repeated_request_gets_its_file_and_a_first_one_a_new_one() {
        String first = send("batch", LINES).extract().path("id");
        send("batch", LINES).body("id", not(equalTo(first)));
        String other = again("batch", "other").statusCode(200).extract().path("id");

        assertThat(again("batch", "other").extract().<String>path("id")).isEqualTo(other);
        assertThat(again("fine-tune", "other").extract().<String>path("id")).isNotEqualTo(other);
        assertThat(count("openai_file")).isEqualTo(4);
        assertThat(count("openai_file_chunk")).isEqualTo(4);
        clock.advance(Duration.ofMinutes(11));
        assertThat(again("batch", "other").extract().<String>path("id")).isNotEqualTo(other);
    }

    @Test
    void a_file_that_has_expired_is_gone_before_it_is_swept() {
        String id = form("batch", LINES)
                .multiPart("expires_after[anchor]", "created_at")
                .multiPart("expires_after[seconds]", "3600")
                .post("/v1/files")
                .then()
                .statusCode(200)
                .body("expires_at", equalTo((int) clock.instant().getEpochSecond() + 3600))
                .extract()
                .path("id");
        files.sweep();
        api().get("/v1/files/" + id).then().statusCode(200);

        clock.advance(Duration.ofHours(1));

        api().get("/v1/files/" + id).then().statusCode(404);
        api().get("/v1/files").then().body("data", hasSize(0));
        files.sweep();
        assertThat(count("openai_file_chunk")).isZero();
        refused(
                form("batch", LINES)
                        .multiPart("expires_after[anchor]", "created_at")
                        .multiPart("expires_after[seconds]", "60")
                        .post("/v1/files")
                        .then(),
                400,
                "invalid_expires_after",
                "expires_after.seconds");
    }

    private static void refused(ValidatableResponse response, int status, String code, String param) {
        response.statusCode(status).body("error.code", equalTo(code)).body("error.param", equalTo(param));
    }

    private static RequestSpecification stranger() {
        return RestAssured.given().header("Authorization", "Bearer " + STRANGER);
    }

    private static ValidatableResponse send(String purpose, String content) {
        return form(purpose, content).post("/v1/files").then();
    }

    private static ValidatableResponse again(String purpose, String content) {
        return form(purpose, content)
                .header("x-stainless-retry-count", "1")
                .post("/v1/files")
                .then();
    }

    private static RequestSpecification form(String purpose, String content) {
        return api().multiPart("file", "requests.jsonl", content.getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", purpose);
    }
}
