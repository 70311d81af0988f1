package dev.winnow.coordinator.fleet;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.winnow.common.control.RegistrationReply;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RegistrationTest extends CoordinatorTest {
    @Test
    void of_two_live_workers_with_one_name_the_one_that_was_ended_is_refused_and_the_other_keeps_its_shards()
            throws Exception {
        TestWorker second = worker("first");
        clock.advance(Duration.ofSeconds(1));
        second.register();
        submit(1);
        dispatch();
        second.claim(second.takeOne().shard());

        assertThat(worker.heartbeat().known()).isFalse();
        registration(worker.incarnation())
                .statusCode(409)
                .body("code", equalTo("worker_name_taken"))
                .body("pointer", equalTo("/name"))
                .body("remedy", containsString("WINNOW_WORKER_NAME"));

        assertThat(second.heartbeat().known()).isTrue();
        assertThat(count("shard where state = 'begun' and worker = ?", second.incarnation()))
                .isOne();
    }

    @Test
    void a_worker_whose_successor_signed_off_may_come_back() throws Exception {
        TestWorker second = worker("first");
        second.register();
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .delete("/internal/v1/workers/" + second.incarnation())
                .then()
                .statusCode(204);

        registration(worker.incarnation()).statusCode(200);

        assertThat(worker.heartbeat().known()).isTrue();
    }

    @Test
    void a_worker_whose_successor_has_been_silent_for_a_lease_may_come_back() throws Exception {
        TestWorker second = worker("first");
        second.register();

        clock.advance(LEASE.plusSeconds(1));
        registration(worker.incarnation()).statusCode(200);

        assertThat(worker.heartbeat().known()).isTrue();
        assertThat(second.heartbeat().known()).isFalse();
    }

    @Test
    void a_worker_tells_its_memory_and_one_of_before_tells_none() {
        heartbeat("{\"shards\": [], \"tokens_per_second\": 5, \"draining\": false, \"of_the_next_release\": 1,"
                + " \"memory\": {\"resident_bytes\": 759169024, \"budget_bytes\": 1073741824}}");
        workers()
                .body("workers[0].resident_bytes", equalTo(759169024))
                .body("workers[0].budget_bytes", equalTo(1073741824));

        heartbeat("{\"shards\": [], \"tokens_per_second\": 5, \"draining\": false,"
                + " \"memory\": {\"resident_bytes\": 1024}}");
        workers().body("workers[0].resident_bytes", equalTo(1024)).body("workers[0]", not(hasKey("budget_bytes")));

        heartbeat("{\"shards\": [], \"tokens_per_second\": 5, \"draining\": false}");
        workers().body("workers[0].tokens_per_second", equalTo(5f)).body("workers[0]", not(hasKey("resident_bytes")));
    }

    private void heartbeat(String body) {
        given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .contentType("application/json")
                .body(body)
                .post("/internal/v1/workers/" + worker.incarnation() + "/heartbeats")
                .then()
                .statusCode(200)
                .body("known", equalTo(true));
    }

    private static ValidatableResponse workers() {
        return api().get("/api/v1/workers").then().statusCode(200);
    }

    private static ValidatableResponse registration(UUID incarnation) {
        return given().header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .contentType("application/json")
                .body("""
                        {"name": "first", "incarnation": "%s", "pool": {"model": "%s", "quantization": "%s"},
                         "context_tokens": %d, "slots": 16, "process_id": 1, "tokenizer_hash": "%s"}""".formatted(
                        incarnation, ByteModel.NAME, ByteModel.QUANTIZATION, ByteModel.CONTEXT_TOKENS, ByteModel.HASH))
                .post("/internal/v1/workers")
                .then();
    }

    @Test
    void workers_of_a_new_model_may_all_register_at_once() {
        database.inTransaction(sql -> sql.update("delete from model"));
        List<CompletableFuture<RegistrationReply>> replies = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return worker("fleet-" + i).register();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();

        assertThat(replies.stream().map(CompletableFuture::join)).hasSize(8);
    }
}
