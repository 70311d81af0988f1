package dev.winnow.benchmarks.shapes;

import java.util.ArrayList;
import java.util.List;

/**
 * A model's sizes, as its file says them.
 *
 * @param name for people, and what the file is called
 * @param architecture in GGUF: llama or qwen2, which has biases
 * @param tied whether the head is the embedding table
 */
record FullShape(
        String name,
        String architecture,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int intermediate,
        int vocabulary,
        float ropeTheta,
        int contextTokens,
        boolean tied) {
    static final FullShape LLAMA3_8B =
            new FullShape("llama3-8b", "llama", 32, 4096, 32, 8, 14_336, 128_256, 500_000, 8192, false);
    static final FullShape QWEN2_1_5B =
            new FullShape("qwen2-1.5b", "qwen2", 28, 1536, 12, 2, 8960, 151_936, 1_000_000, 32_768, true);

    /** Those that have a name. */
    static final List<FullShape> ALL = List.of(LLAMA3_8B, QWEN2_1_5B);

    /**
     * A weight of the file.
     *
     * @param rows its outputs; 1 for a vector, which is not quantized
     */
    record Weight(String name, int rows, int columns) {
        boolean isVector() {
            return rows == 1;
        }

        long values() {
            return (long) rows * columns;
        }
    }

    /** All weights, in the order of the file. */
    List<Weight> weights() {
        List<Weight> weights = new ArrayList<>();
        weights.add(new Weight("token_embd.weight", vocabulary, hidden));
        for (int layer = 0; layer < layers; layer++) {
            addLayer(weights, "blk." + layer + ".");
        }
        weights.add(new Weight("output_norm.weight", 1, hidden));
        if (!tied) {
            weights.add(new Weight("output.weight", vocabulary, hidden));
        }
        return weights;
    }

    private void addLayer(List<Weight> weights, String prefix) {
        int keyValueWidth = hidden / heads * kvHeads;
        weights.add(new Weight(prefix + "attn_norm.weight", 1, hidden));
        weights.add(new Weight(prefix + "attn_q.weight", hidden, hidden));
        weights.add(new Weight(prefix + "attn_k.weight", keyValueWidth, hidden));
        weights.add(new Weight(prefix + "attn_v.weight", keyValueWidth, hidden));
        if (architecture.equals("qwen2")) {
            weights.add(new Weight(prefix + "attn_q.bias", 1, hidden));
            weights.add(new Weight(prefix + "attn_k.bias", 1, keyValueWidth));
            weights.add(new Weight(prefix + "attn_v.bias", 1, keyValueWidth));
        }
        weights.add(new Weight(prefix + "attn_output.weight", hidden, hidden));
        weights.add(new Weight(prefix + "ffn_norm.weight", 1, hidden));
        weights.add(new Weight(prefix + "ffn_gate.weight", intermediate, hidden));
        weights.add(new Weight(prefix + "ffn_up.weight", intermediate, hidden));
        weights.add(new Weight(prefix + "ffn_down.weight", hidden, intermediate));
    }

    long parameters() {
        return weights().stream().mapToLong(Weight::values).sum();
    }
}
