package dev.winnow.coordinator.download;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a job's results as NDJSON in the order of the input. Thread-safe. */
@Singleton
class ResultLines {
    private final ResultPages pages;
    private final ObjectMapper json;

    ResultLines(ResultPages pages, ObjectMapper json) {
        this.pages = pages;
        this.json = json;
    }

    /**
     * Writes what is recorded by now.
     *
     * @param inputs whether each line brings the item's text
     * @throws IOException if the job was deleted meanwhile: what was written would look as if it were all
     */
    void write(UUID job, boolean inputs, OutputStream out) throws IOException {
        try (JsonGenerator line = json.getFactory().createGenerator(out)) {
            line.configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false);
            line.setRootValueSeparator(null);
            pages.read(job, inputs, page -> {
                for (RecordedResult result : page) {
                    write(line, result);
                }
                line.flush();
            });
        }
    }

    private void write(JsonGenerator line, RecordedResult result) throws IOException {
        line.writeStartObject();
        line.writeStringField("id", result.id());
        if (result.input() != null) {
            line.writeStringField("input", result.input());
        }
        if (result.output() != null) {
            line.writeFieldName("output");
            line.writeRawValue(result.output());
            if (result.truncated()) {
                line.writeBooleanField("truncated", true);
            }
            writeEvidence(line, result.evidence());
            line.writeObjectFieldStart("usage");
            line.writeNumberField("input_tokens", result.inputTokens());
            line.writeNumberField("output_tokens", result.outputTokens());
            line.writeNumberField("steps", result.steps());
            line.writeNumberField("seconds", result.seconds());
            line.writeEndObject();
            line.writeFieldName("made_by");
            line.writeRawValue(result.madeBy());
        } else {
            line.writeObjectFieldStart("error");
            line.writeStringField("code", result.errorCode());
            line.writeStringField("message", result.errorMessage());
            line.writeEndObject();
        }
        line.writeEndObject();
        line.writeRaw('\n');
    }

    // Its own fields stand among the line's.
    private void writeEvidence(JsonGenerator line, @Nullable String evidence) throws IOException {
        if (evidence != null) {
            JsonNode fields = json.readTree(evidence);
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                line.writeFieldName(field.getKey());
                line.writeTree(field.getValue());
            }
            if (!fields.has("calibrated")) {
                line.writeBooleanField("calibrated", false); // recorded before there were calibrations
            }
        }
    }
}
