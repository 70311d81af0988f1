package dev.winnow.coordinator.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.json.ExactJson;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.upload.Utf8;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads bodies that are one JSON object. */
public final class RequestBodies {
    /** The largest of them in bytes: a schema, a query or a corrected output, and some settings. */
    public static final int MOST_BYTES = 4 << 20;

    // Numbers keep their digits: a corrected 5.00 is to be learned as it is written.
    private static final ObjectMapper JSON = ExactJson.mapper().build();

    private static final ObjectReader STRICT =
            RequestJson.strict(JSON.reader()).with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private RequestBodies() {}

    /**
     * Reads one.
     *
     * @param example of such a body, for whoever sends something else
     * @throws dev.winnow.coordinator.problem.ProblemException if it is none, or too large
     */
    public static Fields read(InputStream body, String example) throws IOException {
        String text = text(body);
        if (text.isBlank()) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send " + example)
                    .exception();
        }
        try {
            if (STRICT.readTree(text) instanceof ObjectNode object) {
                return new Fields(object, "");
            }
        } catch (JsonProcessingException e) {
            throw RequestJson.unreadable(e, "the body", "send " + example)
                    .atLine(e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                    .exception();
        }
        throw Problem.of(400, "invalid_json", "the body is no JSON object")
                .remedy("send " + example)
                .exception();
    }

    /** Refuses a request without a body, and one whose body is {@code null}. */
    public static <T> T required(@Nullable T body) {
        if (body == null) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send one JSON object as /q/openapi describes it")
                    .exception();
        }
        return body;
    }

    /** A body as text; empty if there is none. */
    public static String text(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw Problem.of(413, "body_too_large", "the body has more than %d bytes".formatted(MOST_BYTES))
                    .limit(MOST_BYTES)
                    .remedy("make it smaller")
                    .exception();
        }
        return Utf8.decode(bytes).orElseThrow(() -> Problem.of(400, "not_utf8", "the body is not UTF-8")
                .remedy("send the body as UTF-8")
                .exception());
    }

    /** Reads what was stored of one. */
    public static Fields stored(String text) {
        try {
            if (STRICT.readTree(text) instanceof ObjectNode object) {
                return new Fields(object, "");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored cannot be read", e);
        }
        throw new IllegalStateException("what was stored is no JSON object");
    }
}
