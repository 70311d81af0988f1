package dev.winnow.coordinator.openai.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.common.wire.SizeLimits;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests for chat completions. What cannot be kept is refused by name; a parameter is passed over only where it
 * says what is done anyhow, or nothing about the answer. Thread-safe.
 */
@Singleton
public class ChatRequestReader {
    private static final int MOST_OUTPUT_TOKENS = 131_072;
    private static final double HIGHEST_TEMPERATURE = 2;

    private static final Set<String> KEPT = Set.of(
            "model", "messages", "response_format", "temperature", "seed", "max_tokens", "max_completion_tokens");

    private static final Set<String> KEPT_ONLINE =
            Stream.concat(KEPT.stream(), Stream.of("stream", "stream_options")).collect(Collectors.toUnmodifiableSet());

    /** Say nothing about the answer. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("user", "metadata", "safety_identifier", "prompt_cache_key", "parallel_tool_calls");

    /** May say what is done anyhow, and nothing else. */
    private static final Map<String, Predicate<JsonNode>> AS_IT_IS = Map.ofEntries(
            Map.entry("n", value -> isNumber(value, 1)),
            Map.entry("top_p", value -> isNumber(value, 1)),
            Map.entry("frequency_penalty", value -> isNumber(value, 0)),
            Map.entry("presence_penalty", value -> isNumber(value, 0)),
            Map.entry("top_logprobs", value -> isNumber(value, 0)),
            Map.entry("logprobs", ChatRequestReader::isFalse),
            Map.entry("store", ChatRequestReader::isFalse),
            Map.entry("stream", ChatRequestReader::isFalse),
            Map.entry("tools", ChatRequestReader::isNothing),
            Map.entry("logit_bias", ChatRequestReader::isNothing),
            Map.entry("tool_choice", value -> value.asText().equals("none")),
            Map.entry("modalities", value -> value.toString().equals("[\"text\"]")),
            Map.entry("service_tier", value -> Set.of("auto", "default").contains(value.asText())));

    private final ChatConfig config;

    public ChatRequestReader(ChatConfig config) {
        this.config = config;
    }

    /**
     * Reads one of a batch.
     *
     * @throws ProblemException if it asks for something that cannot be kept
     */
    public ChatRequest read(JsonNode body) {
        return read(body, KEPT);
    }

    /** Reads one that somebody waits for: it may want its answer in pieces. */
    ChatRequest readOnline(JsonNode body) {
        return read(body, KEPT_ONLINE);
    }

    private ChatRequest read(JsonNode body, Set<String> kept) {
        refuseUnkept(body, kept);
        ChatMessages messages = ChatMessages.read(body.path("messages"));
        double temperature = temperature(body);
        // Read even where nothing is drawn: what is no seed is refused whatever the temperature.
        long seed = integer(body, "seed", Long.MIN_VALUE, Long.MAX_VALUE, 0);
        return new ChatRequest(
                model(body),
                messages.instruction(),
                messages.input(),
                schema(body),
                temperature,
                temperature == 0 ? 0 : seed,
                maxTokens(body));
    }

    private static void refuseUnkept(JsonNode body, Set<String> kept) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            String name = field.getKey();
            if (kept.contains(name)
                    || WITHOUT_EFFECT.contains(name)
                    || field.getValue().isNull()) {
                continue;
            }
            Predicate<JsonNode> allowed = AS_IT_IS.get(name);
            if (allowed == null || !allowed.test(field.getValue())) {
                throw Problem.of(
                                400,
                                "unsupported_parameter",
                                "Unsupported %s: '%s'".formatted(allowed == null ? "parameter" : "value of", name))
                        .at("/" + name)
                        .remedy("leave it out; docs/reference/openai.md lists what is supported")
                        .exception();
            }
        }
    }

    private static String model(JsonNode body) {
        JsonNode model = body.path("model");
        if (!model.isTextual() || model.textValue().isBlank()) {
            throw Problem.of(400, "missing_required_parameter", "the request names no model")
                    .at("/model")
                    .remedy("GET /v1/models lists those there are")
                    .exception();
        }
        return model.textValue();
    }

    private static JsonNode schema(JsonNode body) {
        JsonNode format = body.path("response_format");
        switch (format.path("type").asText()) {
            case "json_object" -> {
                return JsonNodeFactory.instance.objectNode().put("type", "object");
            }
            case "json_schema" -> {
                JsonNode schema = format.path("json_schema").path("schema");
                if (!schema.isObject()) {
                    throw refused("/response_format/json_schema/schema", "the schema is missing")
                            .remedy(
                                    "send {\"type\": \"json_schema\", \"json_schema\": {\"name\": ..., \"schema\": {...}}}")
                            .exception();
                }
                requireSize(schema);
                return schema;
            }
            default ->
                throw Problem.of(
                                400,
                                "unsupported_response_format",
                                "the answer must be JSON: response_format must be json_schema or json_object")
                        .at("/response_format")
                        .remedy("give the schema that the answer must satisfy")
                        .exception();
        }
    }

    private static void requireSize(JsonNode schema) {
        int bytes = schema.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SizeLimits.SCHEMA_BYTES) {
            throw Problem.of(
                            413,
                            "schema_too_large",
                            "the schema has %d bytes, the limit is %d".formatted(bytes, SizeLimits.SCHEMA_BYTES))
                    .at("/response_format/json_schema/schema")
                    .limit(SizeLimits.SCHEMA_BYTES)
                    .remedy("make the schema smaller")
                    .exception();
        }
    }

    private double temperature(JsonNode body) {
        JsonNode value = value(body, "temperature");
        if (value == null) {
            return config.temperature();
        }
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= HIGHEST_TEMPERATURE)) {
            throw refused("/temperature", "temperature must be a number from 0 to 2, was " + value)
                    .remedy("choose a value within these bounds")
                    .exception();
        }
        return value.doubleValue();
    }

    private int maxTokens(JsonNode body) {
        boolean older = value(body, "max_tokens") != null;
        if (older && value(body, "max_completion_tokens") != null) {
            throw refused("/max_tokens", "max_tokens and max_completion_tokens are both given")
                    .remedy("leave max_tokens out")
                    .exception();
        }
        return (int) integer(
                body, older ? "max_tokens" : "max_completion_tokens", 1, MOST_OUTPUT_TOKENS, config.maxTokens());
    }

    private static long integer(JsonNode body, String name, long least, long most, long otherwise) {
        JsonNode value = value(body, name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw refused(
                            "/" + name,
                            "%s must be a whole number from %d to %d, was %s".formatted(name, least, most, value))
                    .remedy("choose a value within these bounds, or leave it out")
                    .exception();
        }
        return value.longValue();
    }

    private static @Nullable JsonNode value(JsonNode body, String name) {
        JsonNode value = body.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static boolean isNumber(JsonNode value, double expected) {
        return value.isNumber() && value.doubleValue() == expected;
    }

    private static boolean isNothing(JsonNode value) {
        return value.isContainerNode() && value.isEmpty();
    }

    private static boolean isFalse(JsonNode value) {
        return value.isBoolean() && !value.booleanValue();
    }

    private static Problem refused(String pointer, String detail) {
        return Problem.of(400, "invalid_value", detail).at(pointer);
    }
}
