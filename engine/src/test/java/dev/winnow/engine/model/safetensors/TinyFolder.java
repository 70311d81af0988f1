package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The smallest model folder that opens: one layer, two heads of four values, one key head, six tokens. */
public final class TinyFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TinyFolder() {}

    /** The configuration of a llama model. */
    public static ObjectNode config() {
        return JSON.createObjectNode()
                .put("model_type", "llama")
                .put("hidden_size", 8)
                .put("intermediate_size", 16)
                .put("num_hidden_layers", 1)
                .put("num_attention_heads", 2)
                .put("num_key_value_heads", 1)
                .put("vocab_size", 6)
                .put("max_position_embeddings", 64)
                .put("rms_norm_eps", 1e-5)
                .put("rope_theta", 10_000.0)
                .put("tie_word_embeddings", true)
                .put("eos_token_id", 1);
    }

    /** The model's weights: names and sizes, rows first. */
    public static Map<String, List<Integer>> weights() {
        return weights(6);
    }

    /** The same with so many rows in the embedding table. */
    public static Map<String, List<Integer>> weights(int tableRows) {
        Map<String, List<Integer>> weights = new LinkedHashMap<>();
        weights.put("model.embed_tokens.weight", List.of(tableRows, 8));
        weights.put("model.norm.weight", List.of(8));
        String layer = "model.layers.0.";
        weights.put(layer + "input_layernorm.weight", List.of(8));
        weights.put(layer + "post_attention_layernorm.weight", List.of(8));
        weights.put(layer + "self_attn.q_proj.weight", List.of(8, 8));
        weights.put(layer + "self_attn.k_proj.weight", List.of(4, 8));
        weights.put(layer + "self_attn.v_proj.weight", List.of(4, 8));
        weights.put(layer + "self_attn.o_proj.weight", List.of(8, 8));
        weights.put(layer + "mlp.gate_proj.weight", List.of(16, 8));
        weights.put(layer + "mlp.up_proj.weight", List.of(16, 8));
        weights.put(layer + "mlp.down_proj.weight", List.of(8, 16));
        return weights;
    }

    /** A safetensors file of F32 weights; value i of each weight is i. */
    public static byte[] file(Map<String, List<Integer>> weights) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        weights.forEach((name, sizes) -> {
            int begin = data.size();
            data.writeBytes(ramp(sizes.stream().reduce(1, (a, b) -> a * b)));
            ObjectNode entry = header.putObject(name).put("dtype", "F32");
            sizes.forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(begin).add(data.size());
        });
        return file(header, data.toByteArray());
    }

    /** A file with a header as given. */
    public static byte[] file(ObjectNode header, byte[] data) {
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + text.length + data.length];
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .put(data);
        return file;
    }

    /** Writes the texts that every folder has. */
    public static Path write(Path folder, ObjectNode config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config.toString());
        Files.writeString(folder.resolve("tokenizer.json"), tokenizer());
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\", \"chat_template\": \"{{ x }}\"}");
        return folder;
    }

    /** A tokenizer with a few tokens. */
    public static String tokenizer() {
        return "{\"version\": \"1.0\", \"added_tokens\": [{\"id\": 0, \"content\": \"<s>\"}, "
                + "{\"id\": 1, \"content\": \"</s>\"}, {\"id\": 2, \"content\": \"<|im_end|>\"}], "
                + "\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 3, \"b\": 4, \"c\": 5}, \"merges\": []}}";
    }

    private static byte[] ramp(int values) {
        byte[] bytes = new byte[4 * values];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values; i++) {
            buffer.putFloat(i);
        }
        return bytes;
    }
}
