package dev.winnow.text.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@code adapter_config.json} says of a LoRA adapter. What would change the outputs and is not done here is
 * refused: an adapter that is applied by half answers as if it were trained badly.
 *
 * @param rank of every factor
 * @param alpha as it was trained
 * @param scale what the products are multiplied by
 * @param targetModules the modules that it names, in alphabetical order; a pattern stands alone
 * @param base what it says that it was trained on, perhaps a path on another machine; empty if it says nothing
 */
public record PeftSettings(int rank, double alpha, double scale, List<String> targetModules, String base) {
    private static final String FILE = "adapter_config.json";

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

    public PeftSettings {
        targetModules = List.copyOf(targetModules);
    }

    /**
     * Reads it.
     *
     * @throws AdapterRefusedException if it is no LoRA adapter, or one with more to it than factors
     */
    public static PeftSettings of(JsonNode config) {
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
        return new PeftSettings(
                rank,
                alpha,
                alpha / (stabilized ? Math.sqrt(rank) : rank),
                modules(config.path("target_modules")),
                config.path("base_model_name_or_path").asText(""));
    }

    private static List<String> modules(JsonNode given) {
        List<String> modules = new ArrayList<>();
        if (given.isTextual()) {
            modules.add(given.textValue());
        }
        given.forEach(module -> modules.add(module.asText()));
        return modules.stream().sorted().toList();
    }

    private static boolean isSet(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> value.asBoolean();
            case ARRAY, OBJECT -> !value.isEmpty();
            default -> true;
        };
    }

    private static AdapterRefusedException refused(String what) {
        return new AdapterRefusedException(FILE + ": " + what);
    }
}
