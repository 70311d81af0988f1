package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.RequestJson;
import dev.winnow.coordinator.upload.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** {@code {"schema": ..., "items": [...]}}: all in one JSON object, read into memory. */
final class JsonBody implements RequestBody {
    private final String fingerprint;
    private final ObjectNode options;
    private final Iterator<JsonNode> items;
    private final ItemReader reader;
    private int position;
    private @Nullable JsonNode last;

    JsonBody(InputStream stream, ObjectReader json, ExtractionConfig config) throws IOException {
        Fingerprint print = new Fingerprint(stream, "json");
        byte[] bytes = print.stream().readNBytes(config.jsonBodyBytes() + 1);
        requireSize(bytes.length, config);
        this.fingerprint = print.finish();
        this.options = object(bytes, json);
        this.items = items(options.remove("items"));
        this.reader = new ItemReader(config.idCharacters());
    }

    /** Refuses a body by its size, announced or read. */
    static void requireSize(long bytes, ExtractionConfig config) {
        if (bytes > config.jsonBodyBytes()) {
            throw Problem.of(
                            413,
                            "body_too_large",
                            "the JSON body has more than %d bytes".formatted(config.jsonBodyBytes()))
                    .limit(config.jsonBodyBytes())
                    .remedy("send application/x-ndjson, which may be of any length")
                    .exception();
        }
    }

    private static ObjectNode object(byte[] bytes, ObjectReader json) throws IOException {
        String text = Utf8.decode(bytes).orElseThrow(() -> Problem.of(400, "not_utf8", "the body is not UTF-8")
                .remedy("send the body as UTF-8")
                .exception());
        if (text.isBlank()) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send {\"keys\": [...], \"items\": [{\"input\": \"...\"}]}")
                    .exception();
        }
        try {
            if (json.with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw RequestJson.unreadable(
                            e, "the body", "send one JSON object: {\"keys\": [...], \"items\": [{\"input\": \"...\"}]}")
                    .atLine(where == null ? 1 : where.getLineNr())
                    .exception();
        }
        throw Problem.of(400, "invalid_json", "the body must be a JSON object")
                .remedy("send {\"keys\": [...], \"items\": [{\"input\": \"...\"}]}")
                .exception();
    }

    private static Iterator<JsonNode> items(@Nullable JsonNode items) {
        if (items == null || !items.isArray() || items.isEmpty()) {
            throw Problem.of(422, "no_items", "the request has no items")
                    .at("/items")
                    .remedy("give at least one: \"items\": [{\"input\": \"...\"}]")
                    .exception();
        }
        return items.elements();
    }

    @Override
    public ExtractionOptions options() {
        return OptionsReader.read(options);
    }

    @Override
    public Problem ofOptions(Problem problem) {
        return problem;
    }

    @Override
    public @Nullable SubmittedItem next() {
        if (!items.hasNext()) {
            return null;
        }
        last = items.next();
        return reader.read(last, placeOf(position++));
    }

    @Override
    public @Nullable String idOfLast() {
        return last == null ? null : reader.idOf(last);
    }

    @Override
    public Place placeOf(int at) {
        return new Place.Pointer("/items/" + at);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
