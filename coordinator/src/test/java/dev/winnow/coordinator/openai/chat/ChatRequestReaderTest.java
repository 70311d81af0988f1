package dev.winnow.coordinator.openai.chat;

import static dev.winnow.coordinator.openai.batch.BatchTestLines.body;
import static dev.winnow.coordinator.openai.batch.BatchTestLines.read;
import static dev.winnow.coordinator.openai.batch.BatchTestLines.withSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.openai.batch.BatchTestLines;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestReaderTest {
    private final ChatRequestReader reader = new ChatRequestReader(ChatConfigTest.defaults());

    @Test
    void a_request_is_read_with_all_that_is_kept_of_it() {
        ObjectNode body = body("Harbour Loft");
        withSystem(body, "Give the title");
        body.put("temperature", 0.7).put("seed", 42);

        ChatRequest request = reader.read(body);

        assertThat(request)
                .isEqualTo(new ChatRequest(
                        "bytes", "Give the title", "Harbour Loft", read(BatchTestLines.SCHEMA), 0.7, 42, 64));
    }

    @Test
    void what_a_request_does_not_say_is_decided_here() {
        ObjectNode body = body("Harbour Loft");
        body.remove("max_tokens");
        body.putObject("response_format").put("type", "json_object");
        body.put("seed", 42);

        ChatRequest request = reader.read(body);

        assertThat(request.maxTokens()).isEqualTo(512);
        assertThat(request.temperature()).isZero();
        assertThat(request.seed()).as("without chance a seed says nothing").isZero();
        assertThat(request.schema()).isEqualTo(read("{\"type\":\"object\"}"));
        assertThat(request.instruction()).isNull();
    }

    @Test
    void text_parts_are_put_together() {
        ObjectNode body = body("x");
        body.set("messages", read("""
                [{"role": "developer", "content": "Give the title"},
                 {"role": "user", "content": [{"type": "text", "text": "Harbour "}, {"type": "text", "text": "Loft"}]}]"""));

        assertThat(reader.read(body).input()).isEqualTo("Harbour Loft");
        assertThat(reader.read(body).instruction()).isEqualTo("Give the title");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n|1",
                "top_p|1.0",
                "presence_penalty|0",
                "logprobs|false",
                "stream|false",
                "stop|null",
                "tools|[]",
                "logit_bias|{}",
                "tool_choice|\"none\"",
                "modalities|[\"text\"]",
                "service_tier|\"auto\"",
                "user|\"me\"",
                "metadata|{\"a\": \"b\"}"
            })
    void what_changes_nothing_is_taken(String name, String value) {
        ObjectNode body = body("x");
        body.set(name, read(value));

        assertThat(reader.read(body)).isEqualTo(reader.read(body("x")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n|2",
                "top_p|0.9",
                "frequency_penalty|0.5",
                "logprobs|true",
                "top_logprobs|5",
                "stream|true",
                "stop|[\"x\"]",
                "tools|[{}]",
                "tools|\"x\"",
                "tool_choice|\"auto\"",
                "functions|[]",
                "reasoning_effort|\"low\"",
                "modalities|[\"audio\"]",
                "service_tier|\"flex\"",
                "colour|1"
            })
    void what_cannot_be_kept_is_refused_by_its_name(String name, String value) {
        Problem problem = refusal(name, value);

        assertThat(problem.code()).isEqualTo("unsupported_parameter");
        assertThat(problem.pointer()).isEqualTo("/" + name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model|7|missing_required_parameter|/model",
                "messages|[]|missing_required_parameter|/messages",
                "messages|[{\"role\":\"system\",\"content\":\"x\"}]|unsupported_messages|/messages",
                "messages|[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":\"y\"}]|unsupported_messages|/messages/1",
                "messages|[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"user\",\"content\":\"y\"}]|unsupported_messages|/messages/1",
                "messages|[{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"system\",\"content\":\"y\"}]|unsupported_messages|/messages/1",
                "messages|[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]|unsupported_content|/messages/0/content/0",
                "messages|[{\"role\":\"user\",\"content\":7}]|invalid_value|/messages/0/content",
                "messages|[{\"role\":\"user\",\"content\":\"x\",\"name\":\"me\"}]|unsupported_parameter|/messages/0/name",
                "response_format|{\"type\":\"text\"}|unsupported_response_format|/response_format",
                "response_format|{\"type\":\"json_schema\"}|invalid_value|/response_format/json_schema/schema",
                "temperature|3|invalid_value|/temperature",
                "max_tokens|0|invalid_value|/max_tokens",
                "max_completion_tokens|5|invalid_value|/max_tokens"
            })
    void what_is_wrong_is_refused_by_its_place(String name, String value, String code, String pointer) {
        Problem problem = refusal(name, value);

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.pointer()).isEqualTo(pointer);
        assertThat(problem.remedy()).isNotBlank();
    }

    private Problem refusal(String name, String value) {
        ObjectNode body = body("x");
        body.set(name, read(value));
        return catchThrowableOfType(ProblemException.class, () -> reader.read(body))
                .problem();
    }
}
