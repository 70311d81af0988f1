package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.openai.Metadata;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for when it creates a job.
 *
 * @param trainingFile the id on the wire
 * @param validationFile the same of rows that are held out, or null for none
 * @param suffix what the adapter is called, or null for the file's name
 * @param hyperparameters as they were asked
 * @param settings those of a training that they stand for
 * @param metadata JSON, or null
 */
record FineTuningRequest(
        String model,
        String trainingFile,
        @Nullable String validationFile,
        @Nullable String suffix,
        long seed,
        ObjectNode hyperparameters,
        ObjectNode settings,
        @Nullable String metadata) {
    private static final Set<String> FIELDS = Set.of(
            "model",
            "training_file",
            "validation_file",
            "suffix",
            "seed",
            "method",
            "hyperparameters",
            "metadata",
            "integrations");
    private static final Set<String> HYPERPARAMETERS = Set.of("n_epochs", "batch_size", "learning_rate_multiplier");
    private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_EPOCHS = 1000;
    private static final int MOST_BATCH = 65_536;
    private static final double MOST_MULTIPLIER = 1000;
    /** What a multiplier of 1 stands for, as a training has it. */
    private static final double RATE = 0.001;

    /**
     * Reads one.
     *
     * @throws ProblemException if something in it cannot be kept
     */
    static FineTuningRequest read(JsonNode body) {
        requireKnown(body, FIELDS, "");
        JsonNode integrations = body.path("integrations");
        if (integrations.isContainerNode()
                ? !integrations.isEmpty()
                : integrations.isValueNode() && !integrations.isNull()) {
            throw refused("unsupported_parameter", "/integrations", "integrations are not supported", "leave them out");
        }
        String suffix = text(body, "suffix");
        if (suffix != null && !SUFFIX.matcher(suffix).matches()) {
            throw refused(
                    "invalid_value",
                    "/suffix",
                    "the suffix '%s' cannot be used".formatted(suffix),
                    "use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
        ObjectNode hyperparameters = hyperparameters(body);
        ObjectNode settings = settings(hyperparameters);
        long seed = seed(body.path("seed"));
        settings.put("seed", seed);
        return new FineTuningRequest(
                required(body, "model"),
                required(body, "training_file"),
                text(body, "validation_file"),
                suffix,
                seed,
                hyperparameters,
                settings,
                Metadata.read(body));
    }

    private static long seed(JsonNode seed) {
        if (seed.isMissingNode() || seed.isNull()) {
            return 1;
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToInt()) {
            throw refused("invalid_value", "/seed", "seed must be a whole number, was " + seed, "leave it out for 1");
        }
        return seed.longValue();
    }

    /** Those of the method, or those that older clients send beside it. */
    private static ObjectNode hyperparameters(JsonNode body) {
        JsonNode method = body.path("method");
        if (method.isMissingNode() || method.isNull()) {
            return known(body.path("hyperparameters"), "/hyperparameters");
        }
        if (!method.path("type").asText().equals("supervised")) {
            throw refused(
                    "unsupported_parameter",
                    "/method/type",
                    "the method '%s' is not supported"
                            .formatted(method.path("type").asText()),
                    "use supervised");
        }
        requireKnown(method, Set.of("type", "supervised"), "/method");
        if (body.hasNonNull("hyperparameters")) {
            throw refused(
                    "invalid_value",
                    "/hyperparameters",
                    "hyperparameters are given twice",
                    "leave those beside the method out");
        }
        JsonNode supervised = method.path("supervised");
        requireKnown(supervised, Set.of("hyperparameters"), "/method/supervised");
        return known(supervised.path("hyperparameters"), "/method/supervised/hyperparameters");
    }

    private static ObjectNode known(JsonNode given, String place) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        requireKnown(given, HYPERPARAMETERS, place);
        for (String name : HYPERPARAMETERS) {
            JsonNode value = given.path(name);
            boolean auto =
                    value.isMissingNode() || value.isNull() || value.asText().equals("auto");
            if (!auto && !value.isNumber()) {
                throw refused(
                        "invalid_value",
                        place + "/" + name,
                        "%s must be a number or auto, was %s".formatted(name, value),
                        "leave it out for auto");
            }
            known.set(name, auto ? JsonNodeFactory.instance.textNode("auto") : value);
        }
        return known;
    }

    private static ObjectNode settings(ObjectNode hyperparameters) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        whole(hyperparameters, "n_epochs", MOST_EPOCHS, settings, "epochs");
        whole(hyperparameters, "batch_size", MOST_BATCH, settings, "batch");
        JsonNode multiplier = hyperparameters.path("learning_rate_multiplier");
        if (multiplier.isNumber()) {
            if (!(multiplier.doubleValue() > 0 && multiplier.doubleValue() <= MOST_MULTIPLIER)) {
                throw bounds("learning_rate_multiplier", MOST_MULTIPLIER, multiplier);
            }
            settings.put("rate", RATE * multiplier.doubleValue());
        }
        return settings;
    }

    private static void whole(ObjectNode from, String name, int most, ObjectNode settings, String setting) {
        JsonNode value = from.path(name);
        if (value.isNumber()) {
            if (!value.canConvertToInt()
                    || value.doubleValue() != value.intValue()
                    || value.intValue() < 1
                    || value.intValue() > most) {
                throw bounds(name, most, value);
            }
            settings.put(setting, value.intValue());
        }
    }

    private static ProblemException bounds(String name, double most, JsonNode value) {
        return refused(
                "invalid_value",
                "/method/supervised/hyperparameters/" + name,
                "%s must be above 0 and at most %.0f, was %s".formatted(name, most, value),
                "choose a value within these bounds, or auto");
    }

    private static void requireKnown(JsonNode object, Set<String> names, String place) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!names.contains(field.getKey()) && !field.getValue().isNull()) {
                throw refused(
                        "unknown_parameter",
                        place + "/" + field.getKey(),
                        "Unknown parameter: '%s'".formatted(field.getKey()),
                        "leave it out");
            }
        }
    }

    private static String required(JsonNode body, String name) {
        String value = text(body, name);
        if (value == null) {
            throw refused(
                    "missing_required_parameter",
                    "/" + name,
                    "Missing required parameter: '%s'".formatted(name),
                    "send it as a string");
        }
        return value;
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw refused("invalid_value", "/" + name, "%s must be a string".formatted(name), "send it as a string");
        }
        return value.textValue();
    }

    private static ProblemException refused(String code, String pointer, String detail, String remedy) {
        return Problem.of(400, code, detail).at(pointer).remedy(remedy).exception();
    }
}
