package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.openai.Metadata;
import dev.winnow.coordinator.openai.file.ExpiresAfter;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it creates a batch.
 *
 * @param inputFile the id on the wire
 * @param completionWindow as it was written
 * @param window how long the batch may take
 * @param metadata JSON, or null
 * @param outputSeconds how long its output is kept; null for ever
 */
record BatchRequest(
        String inputFile,
        String endpoint,
        String completionWindow,
        Duration window,
        @Nullable String metadata,
        @Nullable Long outputSeconds) {
    private static final String ENDPOINT = "/v1/chat/completions";
    private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,4})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final Set<String> FIELDS =
            Set.of("input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after");

    /**
     * Reads one.
     *
     * @throws ProblemException if something in it cannot be kept
     */
    static BatchRequest read(JsonNode body) {
        for (Map.Entry<String, JsonNode> field : body.properties()) {
            if (!FIELDS.contains(field.getKey()) && !field.getValue().isNull()) {
                throw refused("unknown_parameter", field.getKey(), "Unknown parameter: '%s'".formatted(field.getKey()))
                        .remedy("leave it out")
                        .exception();
            }
        }
        String endpoint = text(body, "endpoint");
        if (!endpoint.equals(ENDPOINT)) {
            throw refused("unsupported_endpoint", "endpoint", "the endpoint '%s' is not supported".formatted(endpoint))
                    .remedy("use " + ENDPOINT)
                    .exception();
        }
        String window = text(body, "completion_window");
        return new BatchRequest(
                text(body, "input_file_id"),
                endpoint,
                window,
                duration(window),
                Metadata.read(body),
                outputSeconds(body.path("output_expires_after")));
    }

    private static String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual()) {
            throw refused("missing_required_parameter", name, "Missing required parameter: '%s'".formatted(name))
                    .remedy("send it as a string")
                    .exception();
        }
        return value.textValue();
    }

    private static Duration duration(String text) {
        Matcher matcher = WINDOW.matcher(text);
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            Duration window =
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    };
            if (window.compareTo(LONGEST) <= 0) {
                return window;
            }
        }
        throw refused("invalid_completion_window", "completion_window", "'%s' is no completion window".formatted(text))
                .limit(LONGEST.toDays())
                .remedy("write 24h, or another number of s, m, h or d up to 30d")
                .exception();
    }

    private static @Nullable Long outputSeconds(JsonNode after) {
        if (after.isMissingNode() || after.isNull()) {
            return null;
        }
        return ExpiresAfter.seconds(
                "output_expires_after",
                after.path("anchor").asText(),
                after.path("seconds").asText());
    }

    private static Problem refused(String code, String param, String detail) {
        return Problem.of(400, code, detail).at("/" + param);
    }
}
