package dev.winnow.engine.model.gguf;

import java.util.List;
import java.util.stream.IntStream;

/** The smallest GGUF model that opens: two layers, two heads of four values, one key head, eight tokens. */
public final class TinyGguf {
    /** The width of the residual stream. */
    public static final int HIDDEN = 8;

    private TinyGguf() {}

    /** A llama model with tied head. The value of a weight at row r and column c is {@code r + c / 100}. */
    public static GgufBytes llama() {
        return model("llama");
    }

    /** A qwen2 model with biases and a head of its own. */
    public static GgufBytes qwen2() {
        GgufBytes file = model("qwen2").tensor("output.weight", ramp(8, HIDDEN), HIDDEN, 8);
        for (int layer = 0; layer < 2; layer++) {
            file.tensor("blk." + layer + ".attn_q.bias", ramp(1, 8), 8);
            file.tensor("blk." + layer + ".attn_k.bias", ramp(1, 4), 4);
            file.tensor("blk." + layer + ".attn_v.bias", ramp(1, 4), 4);
        }
        return file;
    }

    /** A qwen3 model with norms of heads, and heads that are wider than their share of the hidden size. */
    public static GgufBytes qwen3() {
        GgufBytes file =
                model("qwen3").number("qwen3.attention.key_length", 6).number("qwen3.attention.value_length", 6);
        for (int layer = 0; layer < 2; layer++) {
            String prefix = "blk." + layer + ".";
            file.tensor(prefix + "attn_q.weight", ramp(12, HIDDEN), HIDDEN, 12)
                    .tensor(prefix + "attn_k.weight", ramp(6, HIDDEN), HIDDEN, 6)
                    .tensor(prefix + "attn_v.weight", ramp(6, HIDDEN), HIDDEN, 6)
                    .tensor(prefix + "attn_q_norm.weight", ramp(1, 6), 6)
                    .tensor(prefix + "attn_k_norm.weight", ramp(1, 6), 6)
                    .tensor(prefix + "attn_output.weight", ramp(HIDDEN, 12), 12, HIDDEN);
        }
        return file;
    }

    /** A matrix whose value at row r and column c is {@code r + c / 100}. */
    public static float[] ramp(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            values[i] = row + i % columns / 100f;
        }
        return values;
    }

    private static GgufBytes model(String architecture) {
        GgufBytes file = new GgufBytes()
                .string("general.architecture", architecture)
                .number(architecture + ".block_count", 2)
                .number(architecture + ".context_length", 64)
                .number(architecture + ".embedding_length", HIDDEN)
                .number(architecture + ".feed_forward_length", 16)
                .number(architecture + ".attention.head_count", 2)
                .number(architecture + ".attention.head_count_kv", 1)
                .real(architecture + ".attention.layer_norm_rms_epsilon", 1e-5f)
                .real(architecture + ".rope.freq_base", 10_000f)
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", "smollm")
                .strings(
                        "tokenizer.ggml.tokens",
                        List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "a", "b", "ab", "c", "d"))
                .numbers("tokenizer.ggml.token_type", List.of(3, 3, 3, 1, 1, 1, 1, 1))
                .strings("tokenizer.ggml.merges", List.of("a b"))
                .number("tokenizer.ggml.bos_token_id", 1)
                .number("tokenizer.ggml.eos_token_id", 0)
                .string("tokenizer.chat_template", "{{ messages[0].content }}")
                .tensor("token_embd.weight", ramp(8, HIDDEN), HIDDEN, 8)
                .tensor("output_norm.weight", ramp(1, HIDDEN), HIDDEN);
        IntStream.range(0, 2).forEach(layer -> layer(file, "blk." + layer + "."));
        return file;
    }

    private static void layer(GgufBytes file, String prefix) {
        file.tensor(prefix + "attn_norm.weight", ramp(1, HIDDEN), HIDDEN)
                .tensor(prefix + "attn_q.weight", ramp(8, HIDDEN), HIDDEN, 8)
                .tensor(prefix + "attn_k.weight", ramp(4, HIDDEN), HIDDEN, 4)
                .tensor(prefix + "attn_v.weight", ramp(4, HIDDEN), HIDDEN, 4)
                .tensor(prefix + "attn_output.weight", ramp(HIDDEN, 8), 8, HIDDEN)
                .tensor(prefix + "ffn_norm.weight", ramp(1, HIDDEN), HIDDEN)
                .tensor(prefix + "ffn_gate.weight", ramp(16, HIDDEN), HIDDEN, 16)
                .tensor(prefix + "ffn_up.weight", ramp(16, HIDDEN), HIDDEN, 16)
                .tensor(prefix + "ffn_down.weight", ramp(HIDDEN, 16), 16, HIDDEN);
    }
}
