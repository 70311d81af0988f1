package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.coordinator.dataset.DatasetTrial;
import dev.winnow.coordinator.openai.batch.BatchTrial;
import dev.winnow.coordinator.openai.file.FileTrial;
import dev.winnow.coordinator.openai.finetuning.ConversationTrial;
import dev.winnow.worker.server.AnswerTrial;
import java.io.ByteArrayInputStream;
import java.util.Arrays;

/** Readers of what speaks as OpenAI does: its clients, and servers that answer as it would. */
final class OpenAiSubjects {
    private static final FileTrial FILES = new FileTrial(RequestSubjects.MOST_BYTES);
    private static final BatchTrial BATCHES = new BatchTrial(RequestSubjects.LINE_BYTES);
    private static final DatasetTrial DATASETS =
            new DatasetTrial(RequestSubjects.LINE_BYTES, RequestSubjects.MOST_BYTES);

    private static final String[] OF_MESSAGES = {
        "\"messages\":[",
        "\"role\":\"system\"",
        "\"role\":\"user\"",
        "\"role\":\"assistant\"",
        "\"content\":",
        "{\"type\":\"text\",\"text\":\"x\"}",
        "\"stream\":true",
        "\"n\":1",
        "{\"a\":".repeat(1_200),
        "\\ud800",
        "\n"
    };

    private static final String SYSTEM = "{\"role\":\"system\",\"content\":\"Read\"}";
    private static final String USER = "{\"role\":\"user\",\"content\":\"a letter\"}";

    private OpenAiSubjects() {}

    /** The first line of an input is the request's Content-Type. */
    static Subject form() {
        String type = "multipart/form-data; boundary=B7\n";
        String purpose = "--B7\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n";
        String file = """
                --B7\r
                Content-Disposition: form-data; name="file"; filename="a b.jsonl"\r
                Content-Type: application/octet-stream\r
                \r
                {"a": 1}
                {"a": 2}
                \r
                """;
        String kept = """
                --B7\r
                content-disposition: form-data; name="expires_after[anchor]"\r
                \r
                created_at\r
                --B7\r
                content-disposition: form-data; name="expires_after[seconds]"\r
                \r
                3600\r
                """;
        return Subject.ofRequest(
                        SampleFiles.texts(
                                type + purpose + file + "--B7--\r\n",
                                type + "preamble\r\n" + file + kept + purpose + "--B7--\r\nepilogue"),
                        (input, folder) -> {
                            int end = 0;
                            while (end < input.length && input[end] != '\n') {
                                end++;
                            }
                            String named = new String(input, 0, end, UTF_8);
                            byte[] body = Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length);
                            FILES.read(new ByteArrayInputStream(body), named);
                        })
                .with(
                        "--B7\r\n",
                        "--B7--",
                        "\r\n--B7",
                        "\r\n\r\n",
                        "\r\n",
                        "--",
                        "boundary=",
                        "boundary=\"\"",
                        purpose,
                        file,
                        "filename*=UTF-8''%e2%82",
                        "filename=\"=?utf-8?B?eA?=\"",
                        "name=",
                        "; ",
                        "\"",
                        "\\\"",
                        "Content-Transfer-Encoding: base64\r\n",
                        "x: y\r\n".repeat(2_000),
                        "=",
                        "a=b;".repeat(500));
    }

    static Subject batch() {
        String line =
                "{\"custom_id\": \"a-1\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": {\"model\":"
                        + " \"m\", \"messages\": [%s, %s], \"response_format\": {\"type\": \"json_object\"}, \"max_tokens\": 12,"
                        + " \"temperature\": 0.5, \"seed\": 3}}\n";
        String parts =
                "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}";
        String schema = line.formatted(SYSTEM, parts)
                .replace(
                        "{\"type\": \"json_object\"}",
                        "{\"type\": \"json_schema\", \"json_schema\": {\"name\": \"n\", \"schema\": {\"type\":\"object\"}}}");
        return Subject.ofRequest(
                        SampleFiles.texts(line.formatted(SYSTEM, USER) + schema, schema.repeat(5)),
                        (input, folder) -> BATCHES.read(new ByteArrayInputStream(input)))
                .with(OF_MESSAGES);
    }

    static Subject conversations() {
        String line = "{\"messages\": [%s, %s, {\"role\":\"assistant\",\"content\":\"{\\\"a\\\": \\\"é\\\"}\"}]}\n"
                .formatted(SYSTEM, USER);
        return Subject.ofRequest(
                        SampleFiles.texts(line, line.repeat(3) + line.replace("a letter", "another")),
                        (input, folder) -> DATASETS.read(
                                ConversationTrial.rows(new ByteArrayInputStream(input), RequestSubjects.LINE_BYTES),
                                DatasetTrial.Form.LINES))
                .with(OF_MESSAGES);
    }

    /** The length of an input says what status it comes with. */
    static Subject serverAnswer() {
        int[] statuses = {200, 200, 200, 200, 400, 404, 429, 500};
        String token = "{\"token\": \"%s\", \"bytes\": [%d], \"logprob\": -0.25}";
        String written = "{\"model\": \"model\", \"choices\": [{\"finish_reason\": \"stop\", \"message\": {\"role\":"
                + " \"assistant\", \"content\": \"{\\\"a\\\":7}\"}%s}], \"usage\": {\"prompt_tokens\": 9, \"completion_tokens\": 7}}";
        String tokens = ", \"logprobs\": {\"content\": ["
                + String.join(
                        ", ",
                        "{\"a\":7}"
                                .chars()
                                .mapToObj(c -> token.formatted(c == '"' ? "\\\"" : Character.toString(c), c))
                                .toList())
                + "]}";
        return Subject.ofRequest(
                        SampleFiles.texts(
                                written.formatted(""),
                                written.formatted(tokens),
                                "{\"error\": {\"message\": \"the context size is 512\", \"type\": \"exceed_context_size_error\"}}"),
                        (input, folder) -> AnswerTrial.read(statuses[input.length % statuses.length], input, "a 7 b"))
                .with(
                        "\"bytes\":null",
                        "\"bytes\":[256]",
                        "\"logprob\":null",
                        "\"logprob\":1e999",
                        "\"choices\":[]",
                        "\"content\":null",
                        "\\\"a\\\":",
                        "[".repeat(990),
                        "{\\\"a\\\":".repeat(900),
                        "\"refusal\":\"no\"");
    }
}
