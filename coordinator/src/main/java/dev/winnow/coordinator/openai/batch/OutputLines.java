package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.coordinator.openai.OpenAiError;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Writes lines of output and error files as OpenAI's batches have them. Thread-safe. */
@Singleton
class OutputLines {
    /** Failures that are not the request's. */
    private static final Set<String> OURS = Set.of(
            ErrorCode.INVALID_OUTPUT.wireName(),
            ErrorCode.TIME_LIMIT.wireName(),
            ErrorCode.WORKER_LOST.wireName(),
            ErrorCode.ENGINE_ERROR.wireName());

    private static final int OK = 200;

    private final ObjectMapper json;

    OutputLines(ObjectMapper json) {
        this.json = json;
    }

    /** An answer. */
    byte[] answered(UUID batch, AnsweredLine line, AnsweredLine.Result result, String output) throws IOException {
        return line(batch, line, OK, out -> {
            out.writeStartObject();
            out.writeStringField("id", "chatcmpl-" + id(batch, line));
            out.writeStringField("object", "chat.completion");
            out.writeNumberField("created", result.recordedAt().getEpochSecond());
            out.writeStringField("model", line.model());
            out.writeArrayFieldStart("choices");
            out.writeStartObject();
            out.writeNumberField("index", 0);
            out.writeObjectFieldStart("message");
            out.writeStringField("role", "assistant");
            out.writeStringField("content", output);
            out.writeNullField("refusal");
            out.writeEndObject();
            out.writeNullField("logprobs");
            out.writeStringField("finish_reason", result.truncated() ? "length" : "stop");
            out.writeEndObject();
            out.writeEndArray();
            out.writeObjectFieldStart("usage");
            out.writeNumberField("prompt_tokens", result.inputTokens());
            out.writeNumberField("completion_tokens", result.outputTokens());
            out.writeNumberField("total_tokens", result.inputTokens() + result.outputTokens());
            out.writeEndObject();
            writeOwn(out, result);
            out.writeEndObject();
        });
    }

    // What OpenAI has no word for; its clients pass over it.
    private void writeOwn(JsonGenerator out, AnsweredLine.Result result) throws IOException {
        out.writeObjectFieldStart("winnow");
        if (result.madeBy() != null) {
            out.writeFieldName("made_by");
            out.writeRawValue(result.madeBy());
        }
        if (result.evidence() != null) {
            JsonNode fields = json.readTree(result.evidence());
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                out.writeFieldName(field.getKey());
                out.writeTree(field.getValue());
            }
            if (!fields.has("calibrated")) {
                out.writeBooleanField("calibrated", false); // recorded before there were calibrations
            }
        }
        out.writeEndObject();
    }

    /** A request that could not be done, in the words in which it would have been refused. */
    byte[] refused(UUID batch, AnsweredLine line, int status, String body) throws IOException {
        return line(batch, line, status, out -> out.writeRawValue(body));
    }

    /** A request that failed at work. */
    byte[] failed(UUID batch, AnsweredLine line, String code, String message) throws IOException {
        Problem problem = Problem.of(OURS.contains(code) ? 500 : 400, code, message);
        return refused(batch, line, problem.status(), json.writeValueAsString(OpenAiError.of(problem)));
    }

    /** A request that was not done: the batch has ended before. */
    byte[] leftOut(UUID batch, AnsweredLine line, String code, String message) throws IOException {
        return write(batch, line, out -> {
            out.writeNullField("response");
            out.writeObjectFieldStart("error");
            out.writeStringField("code", code);
            out.writeStringField("message", message);
            out.writeEndObject();
        });
    }

    private byte[] line(UUID batch, AnsweredLine line, int status, Part body) throws IOException {
        return write(batch, line, out -> {
            out.writeObjectFieldStart("response");
            out.writeNumberField("status_code", status);
            out.writeStringField("request_id", "req_" + id(batch, line));
            out.writeFieldName("body");
            body.write(out);
            out.writeEndObject();
            out.writeNullField("error");
        });
    }

    private byte[] write(UUID batch, AnsweredLine line, Part rest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = json.getFactory().createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("id", "batch_req_" + id(batch, line));
            out.writeStringField("custom_id", line.customId());
            rest.write(out);
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    // The same however often it is written.
    private static String id(UUID batch, AnsweredLine line) {
        return batch.toString().replace("-", "") + "%06x".formatted(line.number());
    }

    /** Writes a part of a line. */
    @FunctionalInterface
    private interface Part {
        void write(JsonGenerator out) throws IOException;
    }
}
