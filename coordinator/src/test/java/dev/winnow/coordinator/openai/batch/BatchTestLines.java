package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Lines of batch files, and what tests change of them. */
public final class BatchTestLines {
    public static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"}},"
            + "\"required\":[\"title\"],\"additionalProperties\":false}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private BatchTestLines() {}

    public static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    /** A request that can be done. */
    public static ObjectNode body(String text) {
        ObjectNode body = JSON.createObjectNode().put("model", "bytes").put("max_tokens", 64);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        ObjectNode format = body.putObject("response_format").put("type", "json_schema");
        format.putObject("json_schema")
                .put("name", "listing")
                .put("strict", true)
                .set("schema", read(SCHEMA));
        return body;
    }

    public static String line(String customId, String text) {
        return line(customId, text, body -> {});
    }

    /** A line whose request is changed. */
    public static String line(String customId, String text, Consumer<ObjectNode> change) {
        ObjectNode body = body(text);
        change.accept(body);
        ObjectNode line = JSON.createObjectNode()
                .put("custom_id", customId)
                .put("method", "POST")
                .put("url", "/v1/chat/completions");
        line.set("body", body);
        return line.toString();
    }

    /** Puts a message of the system before that of the user. */
    public static void withSystem(ObjectNode body, String text) {
        body.withArray("/messages").insertObject(0).put("role", "system").put("content", text);
    }
}
