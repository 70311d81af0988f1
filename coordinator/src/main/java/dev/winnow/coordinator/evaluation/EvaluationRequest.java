package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    private static final Set<String> OPTIONS = Set.of(
            "dataset",
            "model",
            "models",
            "adapter",
            "adapters",
            "rows",
            "constrained",
            "quantization",
            "max_output_tokens");

    private static final int MOST_OUTPUT_TOKENS = 131_072;

    EvaluationRequest {
        models = List.copyOf(models);
        adapters = Collections.unmodifiableList(new ArrayList<>(adapters));
    }

    static EvaluationRequest read(JsonNode body) {
        if (!body.isObject()) {
            throw Problem.of(400, "invalid_request", "the body is no JSON object")
                    .remedy("send {\"dataset\": \"events@1\", \"adapters\": [null, \"events@1\"]}")
                    .exception();
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!OPTIONS.contains(name)) {
                throw refused(
                        name,
                        "there is no option '%s'".formatted(name),
                        "the options are " + String.join(", ", new TreeSet<>(OPTIONS)));
            }
        });
        String dataset = text(body, "dataset");
        if (dataset == null) {
            throw refused("dataset", "the request names no dataset", "name one: \"dataset\": \"events@1\"");
        }
        List<String> models = new ArrayList<>();
        for (String model : texts(body, "model", "models")) {
            if (model == null) {
                throw refused("models", "a model has no name", "name each, or leave models out");
            }
            models.add(model);
        }
        List<@Nullable String> adapters = texts(body, "adapter", "adapters");
        return new EvaluationRequest(
                dataset,
                models,
                adapters.isEmpty() ? Collections.singletonList(null) : adapters,
                whole(body, "rows", Integer.MAX_VALUE),
                flag(body, "constrained"),
                text(body, "quantization"),
                whole(body, "max_output_tokens", MOST_OUTPUT_TOKENS));
    }

    private static List<@Nullable String> texts(JsonNode body, String one, String several) {
        String single = text(body, one);
        JsonNode list = body.path(several);
        if (list.isMissingNode() || list.isNull()) {
            return single == null ? List.of() : Collections.singletonList(single);
        }
        if (single != null) {
            throw refused(one, "the request has both %s and %s".formatted(one, several), "leave one of them out");
        }
        if (!list.isArray() || list.isEmpty()) {
            throw refused(several, several + " must be a list with at least one entry", "leave it out, or fill it");
        }
        List<@Nullable String> texts = new ArrayList<>();
        for (JsonNode entry : list) {
            if (!entry.isNull() && (!entry.isTextual() || !isName(entry.textValue()))) {
                throw refused(several + "/" + texts.size(), "%s is no name".formatted(entry), "write a JSON string");
            }
            texts.add(entry.isNull() ? null : entry.textValue());
        }
        return texts;
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.indexOf('\0') < 0;
    }

    private static @Nullable String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || !isName(value.textValue())) {
            throw refused(field, "%s is %s".formatted(field, value), "write it as a JSON string that is not blank");
        }
        return value.textValue();
    }

    private static boolean flag(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return true;
        }
        if (!value.isBoolean()) {
            throw refused(field, "%s is %s".formatted(field, value), "write true or false, or leave it out");
        }
        return value.booleanValue();
    }

    private static @Nullable Integer whole(JsonNode body, String field, int most) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
            throw refused(
                    field,
                    "%s must be a whole number from 1 to %d, was %s".formatted(field, most, value),
                    "choose one, or leave it out");
        }
        return value.intValue();
    }

    static RuntimeException refused(String field, String detail, String remedy) {
        return Problem.of(422, "invalid_option", detail)
                .at("/" + field)
                .remedy(remedy)
                .exception();
    }
}
