package dev.winnow.coordinator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What clients write on their objects: up to 16 pairs of short strings. */
public final class Metadata {
    private static final int PAIRS = 16;
    private static final int KEY = 64;
    private static final int VALUE = 512;

    private Metadata() {}

    /**
     * Reads it of a request.
     *
     * @return JSON, or null if there is none
     * @throws ProblemException if it is more than that
     */
    public static @Nullable String read(JsonNode body) {
        JsonNode metadata = body.path("metadata");
        if (metadata.isMissingNode() || metadata.isNull()) {
            return null;
        }
        if (!metadata.isObject() || metadata.size() > PAIRS) {
            throw bad("metadata must be an object of at most %d pairs".formatted(PAIRS));
        }
        for (Map.Entry<String, JsonNode> pair : metadata.properties()) {
            if (pair.getKey().length() > KEY
                    || !pair.getValue().isTextual()
                    || pair.getValue().textValue().length() > VALUE) {
                throw bad(
                        "metadata has keys of at most %d characters, and strings of at most %d".formatted(KEY, VALUE));
            }
        }
        return metadata.toString();
    }

    private static ProblemException bad(String detail) {
        return Problem.of(400, "invalid_metadata", detail)
                .at("/metadata")
                .remedy("shorten it, or leave it out")
                .exception();
    }
}
