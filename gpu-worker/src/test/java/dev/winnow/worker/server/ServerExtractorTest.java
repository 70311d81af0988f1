package dev.winnow.worker.server;

import static dev.winnow.worker.server.ServerUnderTest.ADAPTER;
import static dev.winnow.worker.server.ServerUnderTest.task;
import static dev.winnow.worker.server.ServerUnderTest.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Span;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.server.ServerDouble.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerExtractorTest {
    private ServerUnderTest test = new ServerUnderTest();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void an_item_is_asked_for_with_its_schema_and_becomes_a_result_that_names_the_server() {
        test.server.onItem = request -> Answer.of(200, """
                {"model": "org/Some-Model", "choices": [{"finish_reason": "stop",
                 "message": {"role": "assistant", "content": "{\\"title\\":\\"Plum Cake\\"}"},
                 "logprobs": {"content": [
                   {"token": "{", "bytes": [123], "logprob": -3.0},
                   {"token": "\\"title\\":", "bytes": [34,116,105,116,108,101,34,58], "logprob": -2.0},
                   {"token": "\\"Plum", "bytes": [34,80,108,117,109], "logprob": -0.5},
                   {"token": " Cake\\"", "bytes": [32,67,97,107,101,34], "logprob": -0.25},
                   {"token": "}", "bytes": [125], "logprob": -1.0}]}}],
                 "usage": {"prompt_tokens": 30, "completion_tokens": 5}}""");

        Collected item = test.start(3);

        until("finished", item::isFinished);
        JsonNode asked = test.server.requests.get(0);
        assertThat(asked.path("model").asText()).isEqualTo("org/Some-Model");
        assertThat(asked.path("messages")).hasSize(1);
        assertThat(asked.at("/messages/0/role").asText()).isEqualTo("user");
        assertThat(asked.at("/messages/0/content").asText()).isEqualTo("Find the title\n\nPlum Cake, item 3");
        assertThat(asked.at("/response_format/type").asText()).isEqualTo("json_schema");
        assertThat(asked.at("/response_format/json_schema/strict").asBoolean()).isTrue();
        assertThat(asked.at("/response_format/json_schema/schema"))
                .isEqualTo(task(true, null).schema());
        assertThat(asked.path("max_tokens").asInt()).isEqualTo(64);
        assertThat(asked.path("temperature").asDouble()).isZero();
        assertThat(asked.path("seed").asLong()).isEqualTo(5);
        assertThat(test.server.keys).containsOnly("Bearer secret");
        ItemOutput output = item.output();
        assertThat(output.output()).isEqualTo("{\"title\":\"Plum Cake\"}");
        assertThat(output.madeBy())
                .isEqualTo(new Provenance("some-model", "server-vllm", null, "sha256:00", "sha256:14"));
        assertThat(output.usage().inputTokens()).isEqualTo(30);
        assertThat(output.usage().outputTokens()).isEqualTo(5);
        assertThat(output.evidence().spans()).containsEntry("/title", new Span(0, 9));
        assertThat(output.evidence().confidence()).containsEntry("/title", 0.4724);
        assertThat(item.begun).hasValue(1);
    }

    @Test
    void an_item_without_an_instruction_is_sent_as_it_is() {
        Collected item = new Collected();
        Extraction unused =
                test.extractor.start(task(true, null), new WorkItem(0, "", "Find the title: Plum Cake"), item);

        until("finished", item::isFinished);
        assertThat(test.server.requests)
                .allSatisfy(request ->
                        assertThat(request.at("/messages/0/content").asText()).isEqualTo("Find the title: Plum Cake"));
    }

    @Test
    void without_probabilities_there_is_no_confidence() {
        Collected item = test.start(0);

        until("finished", item::isFinished);
        assertThat(item.output().evidence().confidence()).isEmpty();
        assertThat(item.output().evidence().spans()).containsKey("/title");
    }

    @Test
    void no_more_items_than_places_are_at_the_server_at_once() {
        test.server.onItem = request -> {
            until("all places are taken", () -> test.server.mostOpen.get() == ServerUnderTest.PLACES);
            return Answer.written(ServerDouble.VALID);
        };

        List<Collected> items = IntStream.range(0, 20).mapToObj(test::start).toList();

        items.forEach(item -> until("finished", item::isFinished));
        assertThat(test.server.mostOpen).hasValue(ServerUnderTest.PLACES);
        assertThat(test.extractor.load().running()).isZero();
        assertThat(test.extractor.load().tokensPerSecond()).isEqualTo(14);
    }

    @Test
    void free_outputs_are_asked_for_without_a_schema_and_checked() {
        test.server.onItem = request -> Answer.written("Plum Cake, I think");

        Collected item = test.start(0, task(false, null));

        until("finished", item::isFinished);
        assertThat(test.server.requests).allSatisfy(request -> assertThat(request.has("response_format"))
                .isFalse());
        assertThat(item.failure().code()).isEqualTo(ErrorCode.INVALID_OUTPUT);
    }

    @Test
    void an_output_that_is_not_valid_is_asked_for_again_warmer_and_with_another_seed() {
        AtomicInteger asked = new AtomicInteger();
        test.server.onItem =
                request -> Answer.written(asked.incrementAndGet() < 3 ? "{\"titel\": \"x\"}" : ServerDouble.VALID);

        Collected item = test.start(0);

        until("finished", item::isFinished);
        assertThat(item.output().output()).isEqualTo(ServerDouble.VALID);
        assertThat(test.server.requests.stream()
                        .map(request -> request.path("temperature").asDouble()))
                .containsExactly(0.0, 0.3, 0.6);
        assertThat(test.server.requests.stream()
                        .map(request -> request.path("seed").asLong()))
                .containsExactly(5L, 6L, 7L);
    }

    @Test
    void an_item_whose_outputs_are_never_valid_fails_and_says_what_is_wrong() {
        test.server.onItem = request -> Answer.written("{\"title\": 3}");

        Collected item = test.start(0);

        until("finished", item::isFinished);
        assertThat(test.server.requests).hasSize(3);
        assertThat(item.failure().code()).isEqualTo(ErrorCode.INVALID_OUTPUT);
        assertThat(item.failure().message()).startsWith("/title: ");
    }

    @Test
    void an_output_that_was_cut_names_the_limit_that_cut_it() {
        test.server.onItem = request -> Answer.written("{\"title\": \"Plum Cak", "length", 64);
        Collected item = test.start(0);
        until("finished", item::isFinished);
        assertThat(item.failure().code()).isEqualTo(ErrorCode.INVALID_OUTPUT);
        assertThat(item.failure().message()).contains("max_output_tokens = 64");

        test.server.onItem = request -> Answer.written("{\"title\": \"Plum Cak", "length", 20);
        Collected crowded = test.start(1);
        until("finished", crowded::isFinished);
        assertThat(crowded.failure().code()).isEqualTo(ErrorCode.ITEM_TOO_LONG);
        assertThat(crowded.failure().message()).contains("30 tokens of prompt", "20 of output");
    }

    @Test
    void a_server_that_refuses_one_item_fails_that_one_only() {
        test.server.onItem = request -> {
            String content = request.at("/messages/0/content").asText();
            if (content.endsWith("item 1")) {
                return Answer.of(400, "{\"error\": {\"message\": \"unrecognized keyword\", \"code\": 400}}");
            }
            if (content.endsWith("item 2")) {
                return Answer.of(
                        400,
                        "{\"error\": {\"message\": \"request (6031 tokens) exceeds the available context"
                                + " size\", \"type\": \"exceed_context_size_error\"}}");
            }
            return Answer.written(ServerDouble.VALID);
        };

        List<Collected> items = IntStream.range(0, 4).mapToObj(test::start).toList();

        items.forEach(item -> until("finished", item::isFinished));
        assertThat(items.get(1).failure().code()).isEqualTo(ErrorCode.ENGINE_ERROR);
        assertThat(items.get(1).failure().message()).isEqualTo("the server answered 400: unrecognized keyword");
        assertThat(items.get(2).failure().code()).isEqualTo(ErrorCode.ITEM_TOO_LONG);
        assertThat(items.get(0).output()).isNotNull();
        assertThat(items.get(3).output()).isNotNull();
        assertThat(test.server.requests).hasSize(4);
    }

    @Test
    void an_adapter_is_asked_for_by_its_name_at_the_server() {
        test.server.onItem = request ->
                Answer.of(200, Answer.written(ServerDouble.VALID).body().replace("org/Some-Model", "recipes"));

        Collected item = test.start(0, task(true, ADAPTER));

        until("finished", item::isFinished);
        assertThat(test.server.requests.get(0).path("model").asText()).isEqualTo("recipes");
        assertThat(item.output().madeBy().adapter()).isEqualTo(ADAPTER);
    }

    @Test
    void a_server_that_answers_with_its_bare_model_has_not_used_the_adapter() {
        Collected item = test.start(0, task(true, ADAPTER));

        until("finished", item::isFinished);
        assertThat(item.failure().code()).isEqualTo(ErrorCode.ENGINE_ERROR);
        assertThat(item.failure().message()).contains("'recipes'", "'org/Some-Model'");
    }

    @Test
    void an_adapter_that_has_no_name_or_is_not_loaded_fails_its_items_and_no_others() {
        String other = ADAPTER.replace('a', 'b');
        Collected unnamed = test.start(0, task(true, other));
        assertThat(unnamed.failure().message()).contains("WINNOW_SERVER_ADAPTERS=" + other + "=NAME");

        test.server.onItem = request -> request.path("model").asText().equals("recipes")
                ? Answer.of(404, "{\"object\": \"error\", \"message\": \"The model `recipes` does not exist.\"}")
                : Answer.written(ServerDouble.VALID);
        Collected absent = test.start(1, task(true, ADAPTER));
        Collected bare = test.start(2);
        until("finished", absent::isFinished);
        until("finished", bare::isFinished);
        assertThat(absent.failure().message()).contains("The model `recipes` does not exist");
        assertThat(bare.output()).isNotNull();
    }

    @Test
    void llama_cpp_is_told_its_adapters_by_number_and_none_by_an_empty_list() {
        test.close();
        test = new ServerUnderTest("llamacpp");
        test.server.loras = Answer.of(200, "[{\"id\": 3, \"path\": \"/adapters/recipes.gguf\", \"scale\": 1.0}]");
        test.pass(Duration.ofSeconds(10));
        until("looked", () -> test.server.looks.get() == 2);

        test.passUntil("the adapter is known", () -> {
            Collected item = test.start(0, task(true, ADAPTER));
            until("finished", item::isFinished);
            return !test.server.requests.isEmpty();
        });
        Collected bare = test.start(1);
        until("finished", bare::isFinished);

        assertThat(test.server.requests.get(0).path("lora").toString()).isEqualTo("[{\"id\":3,\"scale\":1}]");
        assertThat(test.server.requests.get(0).path("model").asText()).isEqualTo("org/Some-Model");
        assertThat(test.server.requests.get(1).path("lora").toString()).isEqualTo("[]");
    }

    @Test
    void a_cancelled_item_closes_its_request_and_gives_its_place_to_another() {
        test.server.onItem = request -> Answer.never();
        Collected cancelled = new Collected();
        Collected waits = new Collected();
        Extraction extraction = test.start(0, task(true, null), cancelled);
        for (int i = 1; i < ServerUnderTest.PLACES; i++) {
            test.start(i);
        }
        Extraction line = test.start(9, task(true, null), waits);
        until("at the server", () -> test.server.requests.size() == ServerUnderTest.PLACES);

        extraction.cancel();
        until("another is sent", () -> test.server.requests.size() == ServerUnderTest.PLACES + 1);
        line.cancel();
        line.cancel();

        assertThat(cancelled.ended).hasValue(1);
        assertThat(waits.ended).hasValue(1);
        assertThat(cancelled.isFinished()).isFalse();
        assertThat(test.extractor.load().running()).isEqualTo(ServerUnderTest.PLACES - 1);
    }
}
