package dev.winnow.engine.model.gguf;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of weights: Hugging Face's to ggml's. */
final class GgufNames {
    private static final Map<String, String> OUTSIDE_LAYERS = Map.of(
            "model.embed_tokens", "token_embd",
            "model.norm", "output_norm",
            "lm_head", "output");

    private static final Map<String, String> IN_LAYER = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)");

    private GgufNames() {}

    /** ggml's name, if the weight is one of a Llama-family decoder. */
    static Optional<String> of(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String kind = name.substring(dot);
        return stem(name.substring(0, dot)).map(stem -> stem + kind);
    }

    private static Optional<String> stem(String module) {
        Matcher layer = LAYER.matcher(module);
        return layer.matches()
                ? Optional.ofNullable(IN_LAYER.get(layer.group(2))).map(part -> "blk." + layer.group(1) + "." + part)
                : Optional.ofNullable(OUTSIDE_LAYERS.get(module));
    }
}
