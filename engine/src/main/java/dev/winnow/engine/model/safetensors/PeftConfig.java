package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.ModelRefusedException;
import java.util.List;

/**
 * What {@code adapter_config.json} says of a LoRA adapter. What would change the outputs and is not done here is
 * refused: an adapter that is applied by half answers as if it were trained badly.
 *
 * @param rank of every factor
 * @param scale what the products are multiplied by
 */
record PeftConfig(int rank, double scale) {
    static final String FILE = "adapter_config.json";

    // Each adds something that is not in the factors, or changes how they are used.
    private static final List<String> NOT_DONE = List.of(
            "use_dora",
            "fan_in_fan_out",
            "lora_bias",
            "modules_to_save",
            "rank_pattern",
            "alpha_pattern",
            "layer_replication",
            "trainable_token_indices",
            "target_parameters",
            "megatron_config");

    static PeftConfig of(JsonNode config) {
        String type = config.path("peft_type").asText();
        if (!type.equals("LORA")) {
            throw refused("peft_type is '%s'; Winnow runs LORA".formatted(type));
        }
        String bias = config.path("bias").asText("none");
        if (!bias.equals("none")) {
            throw refused("bias is '%s'; Winnow runs adapters without biases of their own".formatted(bias));
        }
        for (String name : NOT_DONE) {
            if (isSet(config.path(name))) {
                throw refused("%s is %s; Winnow does not do that: train without it".formatted(name, config.path(name)));
            }
        }
        int rank = config.path("r").asInt();
        double alpha = config.path("lora_alpha").asDouble();
        if (rank < 1 || !(alpha > 0) || !Double.isFinite(alpha)) {
            throw refused("r must be at least 1 and lora_alpha positive, they are %s and %s"
                    .formatted(config.path("r"), config.path("lora_alpha")));
        }
        boolean stabilized = config.path("use_rslora").asBoolean(false);
        return new PeftConfig(rank, alpha / (stabilized ? Math.sqrt(rank) : rank));
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.asBoolean();
            case ARRAY, OBJECT -> !value.isEmpty();
            default -> true;
        };
    }

    private static ModelRefusedException refused(String what) {
        return new ModelRefusedException(FILE + ": " + what);
    }
}
