package dev.winnow.coordinator.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobsWithAdaptersTest extends CoordinatorTest {
    private final SmallAdapter first = new SmallAdapter(1);
    private final SmallAdapter second = new SmallAdapter(2);

    @BeforeEach
    void store_two_versions() {
        store(first);
        store(second);
    }

    @Test
    void a_job_keeps_the_version_that_its_alias_stood_for_and_workers_get_its_hash() {
        champion("recipes@1");
        UUID before = submitWith("champion");
        champion("recipes@2");
        UUID after = submitWith("champion");

        job(before).body("adapter", equalTo("recipes@1")).body("adapter_hash", equalTo(first.hash()));
        job(after).body("adapter", equalTo("recipes@2"));
        dispatch();
        assertThat(List.of(worker.takeOne(), worker.takeOne()))
                .extracting(work -> work.task().adapter())
                .containsExactlyInAnyOrder(first.hash(), second.hash());
    }

    @Test
    void a_job_without_an_adapter_is_the_base_models() {
        UUID job = submit(1);

        job(job).body("adapter", nullValue());
        dispatch();
        assertThat(worker.takeOne().task().adapter()).isNull();
    }

    @Test
    void the_cards_instruction_is_used_where_the_request_has_none() {
        submitWith("recipes@1");
        dispatch();

        assertThat(worker.takeOne().items().get(0).instruction()).isEqualTo("Give the recipe as JSON");
    }

    @Test
    void what_cannot_be_kept_is_refused_before_any_item_is_stored() {
        submissionWith("recipes@9")
                .statusCode(422)
                .body("code", equalTo("unknown_adapter"))
                .body("pointer", equalTo("/adapter"));
        submissionWith("recipes").statusCode(422).body("remedy", containsString("recipes@2"));
        submissionWith("recipes@").statusCode(422).body("code", equalTo("invalid_adapter"));
        database.inTransaction(sql -> sql.update("update adapter set base = 'other' where version = 1"));
        submissionWith("recipes@1", "bytes")
                .statusCode(422)
                .body("code", equalTo("adapter_for_another_model"))
                .body("remedy", containsString("leave model out to get other"));
        assertThat(count("job")).isZero();
        assertThat(count("item")).isZero();
    }

    @Test
    void an_adapter_is_not_deleted_while_a_job_that_has_not_ended_uses_it() {
        UUID job = submitWith("recipes@1");

        delete("recipes@1")
                .statusCode(409)
                .body("code", equalTo("adapter_in_use"))
                .body("detail", containsString("1 jobs"));
        delete("recipes@2").statusCode(204);

        api().post("/api/v1/extractions/" + job + "/cancel").then().statusCode(200);
        delete("recipes@1").statusCode(204);
        job(job).body("adapter", equalTo("recipes@1"));
    }

    @Test
    void an_adapter_that_is_deleted_while_the_items_come_in_ends_the_submission() {
        CompletableFuture<Void> submission;
        try (Stop copied = stops.at(RacePoint.ITEMS_COPIED)) {
            submission = meanwhile(
                    () -> submissionWith("recipes@1").statusCode(409).body("code", equalTo("adapter_deleted")));
            copied.awaitArrival();
            delete("recipes@1").statusCode(204);
        }
        join(submission);
        assertThat(count("job")).isZero();
    }

    @Test
    void failed_items_are_not_tried_again_without_their_adapter() {
        UUID job = submitWith("recipes@1");
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(new ItemFailure(0, ErrorCode.ENGINE_ERROR, "it failed"))));
        job(job).body("state", equalTo("done"));
        delete("recipes@1").statusCode(204);

        api().post("/api/v1/extractions/" + job + "/retry")
                .then()
                .statusCode(409)
                .body("code", equalTo("adapter_deleted"));
    }

    private static void store(SmallAdapter adapter) {
        api().contentType("application/zip")
                .queryParam("name", "recipes")
                .queryParam("instruction", "Give the recipe as JSON")
                .body(adapter.zip())
                .post("/api/v1/adapters")
                .then()
                .statusCode(201);
    }

    private static void champion(String adapter) {
        api().contentType("application/json")
                .body(Map.of("adapter", adapter))
                .put("/api/v1/adapter-aliases/champion")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse delete(String adapter) {
        return api().delete("/api/v1/adapters/" + adapter).then();
    }

    private static UUID submitWith(String adapter) {
        return UUID.fromString(submissionWith(adapter).statusCode(202).extract().path("id"));
    }

    private static ValidatableResponse submissionWith(String adapter) {
        return submissionWith(adapter, null);
    }

    private static ValidatableResponse submissionWith(String adapter, @Nullable String model) {
        var request = api().contentType("application/x-ndjson")
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .queryParam("adapter", adapter);
        return (model == null ? request : request.queryParam("model", model))
                .body("{\"input\": \"a document\"}".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }
}
