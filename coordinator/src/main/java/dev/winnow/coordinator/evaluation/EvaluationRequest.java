package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param dataset by version or hash
 * @param models by name, none for those of the adapters, or the only one that there is
 * @param adapters by version, alias or hash; null stands for the base model alone
 * @param rows how many of the held-out rows, or null for all
 * @param quantization the numeric mode, or null for the one that workers offer
 * @param maxOutputTokens or null for what the rows' outputs need
 */
record EvaluationRequest(
        String dataset,
        List<String> models,
        List<@Nullable String> adapters,
        @Nullable Integer rows,
        boolean constrained,
        @Nullable String quantization,
        @Nullable Integer maxOutputTokens) {
    private static final String[] OPTIONS = {
        "dataset", "model", "models", "adapter", "adapters", "rows", "constrained", "quantization", "max_output_tokens"
    };

    private static final int MOST_OUTPUT_TOKENS = 131_072;

    EvaluationRequest {
        models = List.copyOf(models);
        adapters = Collections.unmodifiableList(new ArrayList<>(adapters));
    }

    static EvaluationRequest read(JsonNode body) {
        if (!(body instanceof ObjectNode object)) {
            throw Problem.of(400, "invalid_request", "the body is no JSON object")
                    .remedy("send {\"dataset\": \"events@1\", \"adapters\": [null, \"events@1\"]}")
                    .exception();
        }
        Fields given = new Fields(object, "");
        given.requireKnown(OPTIONS);
        List<String> models = new ArrayList<>();
        for (String model : texts(given, "model", "models")) {
            if (model == null) {
                throw given.refused("models", "a model has no name", "name each, or leave models out");
            }
            models.add(model);
        }
        List<@Nullable String> adapters = texts(given, "adapter", "adapters");
        Boolean constrained = given.flag("constrained");
        return new EvaluationRequest(
                given.requiredText("dataset", "name one: \"dataset\": \"events@1\""),
                models,
                adapters.isEmpty() ? Collections.singletonList(null) : adapters,
                given.whole("rows", 1, Integer.MAX_VALUE),
                constrained == null || constrained,
                name(given, "quantization"),
                given.whole("max_output_tokens", 1, MOST_OUTPUT_TOKENS));
    }

    private static List<@Nullable String> texts(Fields given, String one, String several) {
        String single = name(given, one);
        JsonNode list = given.value(several);
        if (list == null) {
            return single == null ? List.of() : Collections.singletonList(single);
        }
        if (single != null) {
            throw given.refused(one, "the request has both %s and %s".formatted(one, several), "leave one of them out");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw given.refused(
                    several, several + " must be a list with at least one entry", "leave it out, or fill it");
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (JsonNode entry : list) {
            if (!entry.isNull() && (!entry.isTextual() || !isName(entry.textValue()))) {
                throw given.refused(
                        several + "/" + texts.size(), "%s is no name".formatted(entry), "write a JSON string");
            }
            texts.add(entry.isNull() ? null : entry.textValue());
        }
        return texts;
    }

    private static @Nullable String name(Fields given, String field) {
        String name = given.text(field);
        if (name != null && name.isBlank()) {
            throw given.refused(field, field + " is blank", "name it, or leave it out");
        }
        return name;
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.indexOf('\0') < 0;
    }

    static RuntimeException refused(String field, String detail, String remedy) {
        return Problem.of(422, "invalid_option", detail)
                .at("/" + field)
                .remedy(remedy)
                .exception();
    }
}
