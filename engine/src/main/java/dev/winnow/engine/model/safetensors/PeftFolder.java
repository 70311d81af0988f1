package dev.winnow.engine.model.safetensors;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.WeightShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes an adapter as PEFT saves it, in f32: {@code adapter_model.safetensors} and then {@code adapter_config.json},
 * each under another name first, so that a reader finds whole files or none.
 *
 * @param base what the adapter is for, a name for people
 * @param rank of all factors
 * @param alpha makes the scale
 * @param dropout that it was trained with; nothing depends on it any more
 * @param stabilized whether the scale is {@code alpha / sqrt(rank)} and not {@code alpha / rank}
 * @param modules that it changes: {@code q_proj} and others
 */
public record PeftFolder(
        String base, int rank, double alpha, double dropout, boolean stabilized, List<String> modules) {
    private static final JsonMapper JSON = new JsonMapper();

    public PeftFolder {
        requireNonNull(base, "base");
        modules = modules.stream().sorted().toList();
    }

    /**
     * Writes a folder, which is made if it is not there.
     *
     * @param shapes of the factors, by names such as {@code model.layers.0.self_attn.q_proj.lora_A.weight}
     * @param values gives a factor's, row-major; asked for one after the other
     */
    public void write(Path folder, Map<String, WeightShape> shapes, Function<String, float[]> values)
            throws IOException {
        Files.createDirectories(folder);
        SafetensorsWriter.write(folder.resolve(PeftAdapter.WEIGHTS), entries(new TreeMap<>(shapes), values));
        WholeFile.write(folder.resolve(PeftConfig.FILE), channel -> channel.write(ByteBuffer.wrap(config())));
    }

    private byte[] config() throws IOException {
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", base)
                .put("inference_mode", true)
                .put("r", rank)
                .put("lora_dropout", dropout)
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("use_rslora", stabilized)
                .put("use_dora", false)
                .put("init_lora_weights", true);
        if (alpha == Math.rint(alpha)) {
            config.put("lora_alpha", (long) alpha); // as PEFT has it
        } else {
            config.put("lora_alpha", alpha);
        }
        modules.forEach(config.putArray("target_modules")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config);
    }

    private static List<SafetensorsWriter.Entry> entries(
            SortedMap<String, WeightShape> shapes, Function<String, float[]> values) {
        return shapes.entrySet().stream()
                .map(factor -> SafetensorsWriter.Entry.ofFloats(
                        PeftAdapter.PREFIX + factor.getKey(), factor.getValue(), () -> values.apply(factor.getKey())))
                .toList();
    }
}
