package dev.winnow.coordinator.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.coordinator.problem.Problem;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body that a resource takes as {@code JsonNode}: within the limit of {@link RequestBodies} and as strictly,
 * for the framework's own reader takes any length into memory and the last of two fields of one name.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
public class JsonNodeReader implements MessageBodyReader<JsonNode> {
    private final ObjectReader strict;

    JsonNodeReader(ObjectMapper json) {
        this.strict = json.reader()
                .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return type == JsonNode.class;
    }

    // An empty body is none: the resource says what it misses.
    @Override
    public @Nullable JsonNode readFrom(
            Class<JsonNode> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        String text = RequestBodies.text(body);
        if (text.isBlank()) {
            return null;
        }
        try {
            return strict.readTree(text);
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "invalid_json", "the body is no JSON: " + e.getOriginalMessage())
                    .atLine(e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                    .remedy("send one JSON object as /q/openapi describes it")
                    .exception();
        }
    }
}
