package dev.winnow.coordinator.openai.batch;

import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Batches over HTTP, whose rounds the test runs itself. */
abstract class BatchTest extends CoordinatorTest {
    @Inject
    BatchRounds rounds;

    @BeforeEach
    void no_batches() {
        database.inTransaction(
                sql -> sql.update("truncate openai_file, openai_batch, openai_batch_group, openai_batch_line cascade"));
    }

    static String upload(String... lines) {
        return api().multiPart(
                        "file", "requests.jsonl", String.join("\n", lines).getBytes(StandardCharsets.UTF_8))
                .multiPart("purpose", "batch")
                .post("/v1/files")
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    static ValidatableResponse creation(Map<String, ?> body) {
        return api().contentType("application/json")
                .body(body)
                .post("/v1/batches")
                .then();
    }

    static Map<String, String> request(String file, String window) {
        return Map.of("input_file_id", file, "endpoint", "/v1/chat/completions", "completion_window", window);
    }

    static String create(String... lines) {
        return creation(request(upload(lines), "24h"))
                .statusCode(200)
                .body("status", equalTo("validating"))
                .extract()
                .path("id");
    }

    static ValidatableResponse batch(String id) {
        return api().get("/v1/batches/" + id).then().statusCode(200);
    }

    static List<JsonNode> lines(String fileId) {
        return api().get("/v1/files/" + fileId + "/content")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(BatchTestLines::read)
                .toList();
    }

    static List<JsonNode> output(String batch) {
        return lines(batch(batch).extract().path("output_file_id"));
    }

    static List<JsonNode> errors(String batch) {
        return lines(batch(batch).extract().path("error_file_id"));
    }

    /** Begins all that waits, and gives it. */
    List<ShardWork> begin() {
        dispatch();
        List<ShardWork> begun = new ArrayList<>();
        for (Optional<ShardWork> work = worker.take(); work.isPresent(); work = worker.take()) {
            worker.claim(work.get().shard());
            begun.add(work.get());
        }
        return begun;
    }

    /** Does all that waits. */
    void work() {
        begin().forEach(work -> record(worker.finished(work)));
    }
}
