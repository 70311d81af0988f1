package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import java.util.Set;

/** Finds the decoder's sizes in {@code config.json}, and refuses what the decoder does not do. */
final class ModelConfig {
    private static final Set<String> TYPES = Set.of("llama", "mistral", "qwen2", "qwen3");
    // What a Qwen3 head has where the configuration says nothing, whatever its hidden size.
    private static final int QWEN3_HEAD_DIM = 128;

    private final JsonNode config;
    private final String type;

    ModelConfig(JsonNode config) {
        this.config = config;
        this.type = config.path("model_type").asText();
        if (!TYPES.contains(type)) {
            throw new ModelRefusedException("config.json: model_type is '%s'; Winnow runs %s"
                    .formatted(type, String.join(", ", TYPES.stream().sorted().toList())));
        }
    }

    /**
     * The decoder's shape.
     *
     * @param hasHead whether the files have {@code lm_head.weight}
     */
    DecoderShape shape(boolean hasHead) {
        refuseWhatTheDecoderLacks();
        int heads = required("num_attention_heads");
        int hidden = required("hidden_size");
        int headDim = optional("head_dim", usualHeadDim(hidden, heads));
        try {
            return new DecoderShape(
                    required("num_hidden_layers"),
                    hidden,
                    heads,
                    optional("num_key_value_heads", heads),
                    headDim,
                    required("intermediate_size"),
                    required("vocab_size"),
                    new RotaryConfig(config).of(headDim),
                    config.path("rms_norm_eps").asDouble(1e-6),
                    required("max_position_embeddings"),
                    // Saved models leave the head out where it is the embedding table, whatever the default.
                    config.path("tie_word_embeddings").asBoolean(!hasHead),
                    type.equals("qwen2"),
                    type.equals("qwen3"));
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException("config.json describes no decoder: " + e.getMessage(), e);
        }
    }

    private int usualHeadDim(int hidden, int heads) {
        if (type.equals("qwen3")) {
            return QWEN3_HEAD_DIM;
        }
        return heads < 1 ? 0 : hidden / heads;
    }

    private void refuseWhatTheDecoderLacks() {
        refuseIf(config.path("use_sliding_window").asBoolean(false), "use_sliding_window is true");
        refuseIf(
                type.equals("mistral") && !config.has("sliding_window"),
                "sliding_window is missing, which stands for one of 4096 tokens");
        boolean window = config.path("sliding_window").isNumber() && !config.has("use_sliding_window");
        refuseIf(window, "sliding_window is set");
        for (JsonNode layer : config.path("layer_types")) {
            refuseIf(!layer.asText().equals("full_attention"), "layer_types has '%s'".formatted(layer.asText()));
        }
        refuseIf(config.path("attention_bias").asBoolean(false), "attention_bias is true");
        refuseIf(config.path("mlp_bias").asBoolean(false), "mlp_bias is true");
        refuseIf(config.hasNonNull("quantization_config"), "the weights are quantized (quantization_config)");
        String activation = config.path("hidden_act").asText("silu");
        refuseIf(!activation.equals("silu"), "hidden_act is '%s'".formatted(activation));
    }

    private static void refuseIf(boolean condition, String what) {
        if (condition) {
            throw new ModelRefusedException("config.json: %s; Winnow's decoder does not do that yet".formatted(what));
        }
    }

    private int required(String name) {
        if (!config.hasNonNull(name)) {
            throw new ModelRefusedException("config.json lacks " + name);
        }
        return optional(name, 0);
    }

    private int optional(String name, int otherwise) {
        JsonNode value = config.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new ModelRefusedException("config.json: %s must be a whole number, was %s".formatted(name, value));
        }
        return value.asInt();
    }
}
