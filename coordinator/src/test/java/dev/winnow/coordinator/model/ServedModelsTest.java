package dev.winnow.coordinator.model;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServedModelsTest extends CoordinatorTest {
    @Test
    void of_models_that_came_and_went_a_request_without_one_means_the_only_one_that_is_served() {
        other("another", "old", 1024, "gone");

        submit(1);

        api().get("/api/v1/models")
                .then()
                .statusCode(200)
                .body("models.name", equalTo(List.of("bytes", "old")))
                .body("models.live", equalTo(List.of(true, false)));
    }

    @Test
    void of_several_models_that_are_served_the_request_must_name_one() {
        other("another", "old", 1024, "gone");
        other("third", "new", 1024, "live");

        submission("{\"input\": \"a\"}")
                .statusCode(422)
                .body("code", equalTo("model_needed"))
                .body("remedy", equalTo("choose one of: bytes, new"));
    }

    @Test
    void a_model_whose_workers_are_silent_is_not_live() {
        clock.advance(LEASE.plusSeconds(1));

        api().get("/api/v1/models").then().body("models[0].live", equalTo(false));
    }

    @Test
    void a_model_whose_tokenizer_nobody_has_sent_yet_is_not_live() {
        database.inTransaction(sql -> sql.update("update model set tokenizer_json = null"));

        api().get("/api/v1/models").then().body("models[0].live", equalTo(false));
    }

    @Test
    void the_smallest_context_of_the_pools_live_workers_counts_whoever_registered_last() {
        other("small", "bytes", 200, "live");
        other("tiny", "bytes", 100, "gone");
        worker.register();

        model("bytes", 200).statusCode(422).body("limit", equalTo(200)).body("pointer", equalTo("/max_output_tokens"));
        model("bytes", 64).statusCode(202);
        submission("{\"input\": \"" + "a".repeat(200) + "\"}")
                .statusCode(422)
                .body("code", equalTo("item_too_long"))
                .body("limit", equalTo(200));
    }

    @Test
    void where_a_model_comes_from_is_not_its_name_and_the_remedy_says_so() {
        model("pypi:some-model==1.0", 64)
                .statusCode(422)
                .body("code", equalTo("unknown_model"))
                .body("remedy", containsString("choose one of: bytes; a model's name is not the place it comes from"));
    }

    private static ValidatableResponse model(String name, int outputTokens) {
        return api().contentType("application/x-ndjson")
                .queryParam("keys", "a")
                .queryParam("model", name)
                .queryParam("max_output_tokens", outputTokens)
                .body("{\"input\": \"a\"}".getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    /** Another worker, with its model in the catalog. */
    private void other(String worker, String model, int contextTokens, String state) {
        database.inTransaction(sql -> {
            sql.update("""
                    insert into model select ?, context_tokens, text_hash, tokenizer_json, chat_template, bos_token,
                                             eos_token, updated_at
                    from model where name = 'bytes' on conflict do nothing""", model);
            return sql.update("""
                    insert into worker (incarnation, name, model, quantization, context_tokens, slots, process_id,
                                        state, registered_at, last_seen)
                    select ?, ?, ?, quantization, ?, slots, process_id, ?, registered_at, last_seen
                    from worker where name = 'first'""", UUID.randomUUID(), worker, model, contextTokens, state);
        });
    }
}
