package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.Llama3Scaling;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;

/**
 * Finds the rotary positions in {@code config.json}: {@code rope_scaling} beside {@code rope_theta}, or both inside
 * {@code rope_parameters} as newer versions of transformers write them. What is inside counts first, as there.
 */
final class RotaryConfig {
    private final JsonNode config;
    private final JsonNode parameters;

    RotaryConfig(JsonNode config) {
        this.config = config;
        this.parameters =
                config.path("rope_scaling").isObject() ? config.path("rope_scaling") : config.path("rope_parameters");
    }

    /** Those of heads of a width. */
    Rotary of(int headDim) {
        refuseParts();
        double theta =
                parameters.path("rope_theta").asDouble(config.path("rope_theta").asDouble(10_000));
        String kind = kind();
        return switch (kind) {
            case "default" -> Rotary.plain(theta);
            case "linear" -> Rotary.linear(theta, headDim, number("factor"));
            case "llama3" -> Rotary.llama3(theta, headDim, llama3());
            default ->
                throw new ModelRefusedException(
                        "config.json: the rotary positions are scaled (rope_type '%s'); Winnow's decoder does not do that yet"
                                .formatted(kind));
        };
    }

    private void refuseParts() {
        double part = parameters
                .path("partial_rotary_factor")
                .asDouble(config.path("partial_rotary_factor").asDouble(1));
        if (part != 1) {
            throw new ModelRefusedException(
                    "config.json: partial_rotary_factor is %s, not 1; Winnow's decoder does not do that yet"
                            .formatted(part));
        }
        for (JsonNode value : parameters) {
            if (value.isObject()) {
                throw new ModelRefusedException(
                        "config.json: rope_parameters differ from layer to layer; Winnow's decoder does not do that yet");
            }
        }
    }

    private String kind() {
        JsonNode named = parameters.path("rope_type");
        String kind = (named.isTextual() ? named : parameters.path("type")).asText("default");
        return kind.equals("default") && parameters.has("factor") ? "unnamed" : kind;
    }

    private Llama3Scaling llama3() {
        // Where it is missing, transformers takes the context that the model has now.
        JsonNode original = parameters.path("original_max_position_embeddings");
        return new Llama3Scaling(
                number("factor"),
                number("low_freq_factor"),
                number("high_freq_factor"),
                (original.isInt() ? original : config.path("max_position_embeddings")).asInt());
    }

    private double number(String name) {
        JsonNode value = parameters.path(name);
        if (!value.isNumber()) {
            throw new ModelRefusedException("config.json: %s of the scaled rotary positions must be a number, was %s"
                    .formatted(name, value.isMissingNode() ? "(missing)" : value));
        }
        return value.asDouble();
    }
}
