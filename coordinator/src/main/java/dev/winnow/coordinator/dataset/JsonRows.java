package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.common.json.ExactJson;
import dev.winnow.coordinator.upload.LineReader;
import dev.winnow.coordinator.upload.Utf8;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. Blank lines are left out, other fields ignored. */
final class JsonRows implements RowReader {
    // Numbers keep their digits: an output of 5.00 is to be learned as it is written.
    private static final ObjectReader JSON = ExactJson.mapper()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    private final LineReader lines;
    private final int rowBytes;
    private int line;

    JsonRows(InputStream file, int rowBytes) {
        this.lines = new LineReader(file, rowBytes);
        this.rowBytes = rowBytes;
    }

    @Override
    public @Nullable RawRow next() throws IOException, BadRowException {
        while (true) {
            line++;
            byte[] bytes = read();
            if (bytes == null) {
                return null;
            }
            String text = Utf8.decode(bytes)
                    .orElseThrow(
                            () -> new BadRowException(line, "", "the line is not UTF-8", "save the file as UTF-8"));
            if (!text.isBlank()) {
                return row(text);
            }
        }
    }

    private byte @Nullable [] read() throws IOException, BadRowException {
        try {
            return lines.next();
        } catch (LineReader.LineTooLongException e) {
            throw new BadRowException(
                    line,
                    "",
                    "the line has more than %d bytes".formatted(rowBytes),
                    "cut the row; the operator can raise winnow.datasets.row-bytes");
        }
    }

    private RawRow row(String text) throws BadRowException {
        JsonNode node;
        try {
            node = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new BadRowException(
                    line,
                    "",
                    "the line is no JSON: " + e.getOriginalMessage(),
                    "write one JSON object a line, without line breaks inside");
        }
        if (!node.isObject()) {
            throw new BadRowException(
                    line, "", "the line is no JSON object", "write {\"input\": \"...\", \"output\": ...}");
        }
        return new RawRow(line, text(node, "instruction"), text(node, "input"), output(node.path("output")));
    }

    private @Nullable String text(JsonNode node, String field) throws BadRowException {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new BadRowException(line, field, "the %s is no string".formatted(field), "write it as a JSON string");
        }
        return value.textValue();
    }

    private static @Nullable String output(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        return value.isTextual() ? value.textValue() : value.toString();
    }

    @Override
    public boolean goesOn() {
        return true;
    }
}
