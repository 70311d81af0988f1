package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.coordinator.request.RequestJson;
import dev.winnow.coordinator.upload.LineReader;
import dev.winnow.coordinator.upload.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a batch's file, one at a time; blank ones are passed over. Not thread-safe. */
final class RequestLines {
    private static final Set<String> FIELDS = Set.of("custom_id", "method", "url", "body");

    private final LineReader lines;
    private final ObjectReader json;
    private final BatchConfig config;
    private int number;

    RequestLines(InputStream file, ObjectReader json, BatchConfig config) {
        this.lines = new LineReader(file, config.lineBytes());
        this.json = json;
        this.config = config;
    }

    /**
     * The next line.
     *
     * @return null after the last
     * @throws BadLineException if it is none of a batch; asked again, it gives the one after it
     */
    @Nullable
    RequestLine next(String endpoint) throws IOException, BadLineException {
        String text = nextText();
        return text == null ? null : line(text, endpoint);
    }

    /**
     * The next line of these, which were all read before.
     *
     * @param wanted its number
     */
    JsonNode body(int wanted) throws IOException {
        while (true) {
            try {
                String text = nextText();
                if (text == null) {
                    throw new IOException("the file has no line " + wanted);
                }
                if (number == wanted) {
                    return json.readTree(text).path("body");
                }
            } catch (BadLineException e) {
                throw new IOException("the file has changed", e);
            }
        }
    }

    private @Nullable String nextText() throws IOException, BadLineException {
        while (true) {
            byte[] bytes;
            number++;
            try {
                bytes = lines.next();
            } catch (LineReader.LineTooLongException e) {
                throw bad(
                        "line_too_long",
                        null,
                        "the line has more than %d bytes; shorten its messages".formatted(config.lineBytes()));
            }
            if (bytes == null) {
                return null;
            }
            String text = Utf8.decode(bytes).orElseThrow(() -> bad("invalid_json_line", null, "the line is not UTF-8"));
            if (!text.isBlank()) {
                return text;
            }
        }
    }

    private RequestLine line(String text, String endpoint) throws BadLineException {
        JsonNode line = parse(text);
        for (Map.Entry<String, JsonNode> field : line.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw bad("unknown_parameter", field.getKey(), "Unknown parameter: '%s'".formatted(field.getKey()));
            }
        }
        String customId = customId(line.path("custom_id"));
        if (!line.path("method").asText().equals("POST")) {
            throw bad("invalid_method", "method", "method must be POST");
        }
        if (!line.path("url").asText().equals(endpoint)) {
            throw bad("mismatched_url", "url", "url must be the batch's endpoint, " + endpoint);
        }
        if (!line.path("body").isObject()) {
            throw bad("missing_required_parameter", "body", "body must be an object: the request");
        }
        return new RequestLine(number, customId, line.path("body"));
    }

    private JsonNode parse(String text) throws BadLineException {
        try {
            JsonNode line = json.readTree(text);
            if (line.isObject()) {
                return line;
            }
        } catch (JsonProcessingException e) {
            if (RequestJson.isTooDeep(e)) {
                throw bad(
                        "nested_too_deeply",
                        null,
                        "the line has more than %d objects and lists within each other; nest it less deeply"
                                .formatted(RequestJson.MOST_DEPTH));
            }
            throw bad("invalid_json_line", null, "This line is not parseable as valid JSON: " + e.getOriginalMessage());
        }
        throw bad("invalid_json_line", null, "the line must be a JSON object");
    }

    private String customId(JsonNode given) throws BadLineException {
        if (!given.isTextual() || given.textValue().isBlank()) {
            throw bad("missing_required_parameter", "custom_id", "custom_id must be a string that is not blank");
        }
        String id = given.textValue();
        if (id.length() > config.customIdCharacters() || id.indexOf('\0') >= 0 || !wellFormed(id)) {
            throw bad(
                    "invalid_custom_id",
                    "custom_id",
                    "custom_id must be at most %d characters of Unicode text".formatted(config.customIdCharacters()));
        }
        return id;
    }

    // Half of a surrogate pair would be stored as another character.
    private static boolean wellFormed(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    private BadLineException bad(String code, @Nullable String param, String message) {
        return new BadLineException(new BatchErrors.Entry(code, message, param, number));
    }

    /** A line is none of a batch. */
    static final class BadLineException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient BatchErrors.Entry entry;

        BadLineException(BatchErrors.Entry entry) {
            super(entry.message());
            this.entry = entry;
        }

        BatchErrors.Entry entry() {
            return entry;
        }
    }
}
