package dev.winnow.coordinator.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a request: at most one of the system or developer, then one of the user. All else would be a
 * conversation, and Winnow's models are asked once.
 *
 * @param instruction what the system says, or null
 * @param input what the user says
 */
public record ChatMessages(@Nullable String instruction, String input) {
    private static final Set<String> FIELDS = Set.of("role", "content");

    /**
     * Reads them.
     *
     * @throws ProblemException if they are others than these
     */
    public static ChatMessages read(JsonNode messages) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw refused("missing_required_parameter", "/messages", "the request has no messages");
        }
        String instruction = null;
        String input = null;
        for (int i = 0; i < messages.size(); i++) {
            String place = "/messages/" + i;
            JsonNode message = messages.get(i);
            switch (message.path("role").asText()) {
                case "system", "developer" -> {
                    if (i > 0) {
                        throw refused(
                                "unsupported_messages",
                                place,
                                "a system message must be the first, and the only one of its kind");
                    }
                    instruction = content(message, place);
                }
                case "user" -> {
                    if (input != null) {
                        throw refused(
                                "unsupported_messages",
                                place,
                                "there must be one user message, and this is the second");
                    }
                    input = content(message, place);
                }
                default ->
                    throw refused(
                            "unsupported_messages",
                            place,
                            "messages of role '%s' are not supported"
                                    .formatted(message.path("role").asText()));
            }
        }
        if (input == null) {
            throw refused("unsupported_messages", "/messages", "there is no user message");
        }
        return new ChatMessages(instruction, input);
    }

    private static String content(JsonNode message, String place) {
        for (Map.Entry<String, JsonNode> field : message.properties()) {
            if (!FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
                throw refused(
                        "unsupported_parameter",
                        place + "/" + field.getKey(),
                        "Unsupported parameter of a message: '%s'".formatted(field.getKey()));
            }
        }
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return content.textValue();
        }
        if (!content.isArray() || content.isEmpty()) {
            throw refused("invalid_value", place + "/content", "content must be a string, or an array of text parts");
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < content.size(); i++) {
            JsonNode part = content.get(i);
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw refused(
                        "unsupported_content",
                        place + "/content/" + i,
                        "parts of type '%s' are not supported, only text"
                                .formatted(part.path("type").asText()));
            }
            text.append(part.path("text").textValue());
        }
        return text.toString();
    }

    private static ProblemException refused(String code, String pointer, String detail) {
        return Problem.of(400, code, detail)
                .at(pointer)
                .remedy("send at most one system message, then one user message with the text")
                .exception();
    }
}
