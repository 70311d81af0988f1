package dev.winnow.coordinator.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.Map;
import java.util.Set;

/**
 * Whether an answer is wanted in pieces.
 *
 * @param wanted {@code stream}
 * @param usage whether a last piece says what it took
 */
record StreamWish(boolean wanted, boolean usage) {
    // Obfuscation pads pieces against listeners; nothing is padded here.
    private static final Set<String> OPTIONS = Set.of("include_usage", "include_obfuscation");

    /**
     * Reads it.
     *
     * @throws ProblemException if it is no such wish
     */
    static StreamWish read(JsonNode body) {
        boolean wanted = flag(body, "stream", "/stream");
        JsonNode options = body.path("stream_options");
        if (options.isMissingNode() || options.isNull()) {
            return new StreamWish(wanted, false);
        }
        if (!wanted || !options.isObject()) {
            throw Problem.of(400, "invalid_value", "stream_options go with stream: true, and are an object")
                    .at("/stream_options")
                    .remedy("leave them out, or set stream to true")
                    .exception();
        }
        for (Map.Entry<String, JsonNode> option : options.properties()) {
            if (!OPTIONS.contains(option.getKey())) {
                throw Problem.of(400, "unsupported_parameter", "Unsupported parameter: '%s'".formatted(option.getKey()))
                        .at("/stream_options/" + option.getKey())
                        .remedy("leave it out; include_usage is what there is")
                        .exception();
            }
        }
        return new StreamWish(true, flag(options, "include_usage", "/stream_options/include_usage"));
    }

    private static boolean flag(JsonNode node, String name, String pointer) {
        JsonNode value = node.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
            throw Problem.of(400, "invalid_value", "%s must be true or false, was %s".formatted(name, value))
                    .at(pointer)
                    .remedy("leave it out for false")
                    .exception();
        }
        return value.asBoolean(false);
    }
}
