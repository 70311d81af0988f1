package dev.winnow.coordinator.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param dataset by version or hash
 * @param base a model, or null for the only one that there is
 * @param name of the adapter, and of the alias that is to stand for it; null for the dataset's name and no alias
 * @param packTokens or null for what the longest row needs
 * @param evaluation of the adapter when it is done
 * @param priority among trainings of its base; below 0 it begins only while no extraction with that base is open
 * @param nodes or null for one worker alone
 * @param settings the plan but for pack_tokens
 */
record TrainingRequest(
        String dataset,
        @Nullable String base,
        @Nullable String name,
        @Nullable Integer packTokens,
        EvaluationWish evaluation,
        int priority,
        @Nullable NodesRequest nodes,
        ObjectNode settings) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** What a plan has where the request does not say; docs/reference/training.md. */
    private static final String DEFAULTS = """
            {"form": "f32", "products": "f32", "rank": 16, "alpha": 32, "dropout": 0, "stabilized": false, "rate": 0.001,
             "warm_up_steps": 5, "decay": "linear", "epochs": 1, "batch": 4, "seed": 1}""";

    private static final int HIGHEST_PRIORITY = 100;
    private static final Map<String, String> FORM_OF = Map.of("lora", "f32", "qlora", "nf4");
    private static final List<String> OWN = List.of(
            "dataset",
            "base",
            "name",
            "method",
            "pack_tokens",
            "modules",
            "evaluate",
            "priority",
            "nodes",
            "local_steps",
            "on_lost_part");

    static TrainingRequest read(JsonNode body, ObjectMapper json) {
        if (!(body instanceof ObjectNode object)) {
            throw Problem.of(400, "invalid_request", "the body is no JSON object")
                    .remedy("send {\"dataset\": \"events@1\", \"base\": \"...\"}")
                    .exception();
        }
        Fields given = new Fields(object, "");
        ObjectNode settings = defaults(json);
        requireKnown(given, settings);
        settings.put("form", form(given));
        settings.set("modules", json.valueToTree(TrainingPlan.ALL_MODULES));
        object.properties().stream()
                .filter(field ->
                        settings.has(field.getKey()) && !field.getValue().isNull())
                .forEach(field -> settings.set(field.getKey(), field.getValue()));
        Integer priority = given.whole("priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY);
        return new TrainingRequest(
                given.requiredText("dataset", "import one, and name it: \"dataset\": \"events@1\""),
                given.text("base"),
                name(given),
                given.whole("pack_tokens", Integer.MIN_VALUE, Integer.MAX_VALUE), // its bounds are the plan's
                EvaluationWish.read(given),
                priority == null ? 0 : priority,
                NodesRequest.read(given),
                settings);
    }

    private static String form(Fields given) {
        String method = given.text("method");
        if (method != null && !FORM_OF.containsKey(method)) {
            throw given.refused("method", "method is '%s'".formatted(method), "choose lora or qlora");
        }
        if ("qlora".equals(method) && given.has("form") && !"nf4".equals(given.text("form"))) {
            throw given.refused("form", "qlora keeps its base in nf4", "leave form out, or choose method lora");
        }
        return FORM_OF.getOrDefault(method == null ? "lora" : method, "f32");
    }

    private static @Nullable String name(Fields given) {
        String name = given.text("name");
        if (name != null && !NAME.matcher(name).matches()) {
            throw given.refused(
                    "name",
                    "the name '%s' cannot be used".formatted(name),
                    "use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
        return name;
    }

    private static ObjectNode defaults(ObjectMapper json) {
        try {
            return (ObjectNode) json.readTree(DEFAULTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the defaults are JSON", e);
        }
    }

    private static void requireKnown(Fields given, ObjectNode settings) {
        List<String> known = new ArrayList<>(OWN);
        settings.fieldNames().forEachRemaining(known::add);
        given.requireKnown(known.toArray(String[]::new));
    }

    /** The plan with so many tokens of a pack. */
    TrainingPlan plan(int tokens, ObjectMapper json) {
        ObjectNode all = settings.deepCopy().put("pack_tokens", tokens);
        try {
            return json.treeToValue(all, TrainingPlan.class);
        } catch (JsonProcessingException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalArgumentException out) {
                    String message = String.valueOf(out.getMessage());
                    throw refused(message.replaceFirst(" .*", ""), message, "choose a value within these bounds");
                }
            }
            throw refused("", "an option has the wrong kind of value: " + e.getOriginalMessage(), "correct it");
        }
    }

    static ProblemException refused(String field, String detail, String remedy) {
        return Problem.of(422, "invalid_option", detail)
                .at(field.isEmpty() ? "" : "/" + field)
                .remedy(remedy)
                .exception();
    }
}
