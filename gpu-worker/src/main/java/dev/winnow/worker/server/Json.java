package dev.winnow.worker.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** What servers write. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final int SHOWN = 300;

    private Json() {}

    /**
     * Reads an object.
     *
     * @throws IOException if it is none; the message shows its beginning
     */
    static JsonNode object(String text) throws IOException {
        try {
            JsonNode read = MAPPER.readTree(text);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw new IOException("the server's answer is no JSON: " + shortened(text), e);
        }
        throw new IOException("the server's answer is no JSON object: " + shortened(text));
    }

    /** The beginning of a long text. */
    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
