package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The same arithmetic in plain Java and double precision, one token after the other, without batches, caches of tensors
 * or fused projections: what the decoder must agree with.
 */
final class PlainDecoder {
    private final DecoderShape shape;
    private final WeightReader weights;

    PlainDecoder(DecoderShape shape, WeightReader weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /** The scores after the last token. */
    double[] scores(int... tokens) {
        double[][][] keys = new double[shape.layers()][tokens.length][];
        double[][][] values = new double[shape.layers()][tokens.length][];
        double[] x = {};
        for (int position = 0; position < tokens.length; position++) {
            x = embedding(tokens[position]);
            for (int layer = 0; layer < shape.layers(); layer++) {
                String prefix = "model.layers." + layer + ".";
                double[] h = norm(x, prefix + "input_layernorm.weight");
                keys[layer][position] = rotated(heads(h, prefix + "self_attn.k"), shape.kvHeads(), position);
                values[layer][position] = projected(h, prefix + "self_attn.v_proj");
                double[] query = rotated(heads(h, prefix + "self_attn.q"), shape.heads(), position);
                x = sum(x, product(attended(query, keys[layer], values[layer], position), prefix + "self_attn.o_proj"));
                h = norm(x, prefix + "post_attention_layernorm.weight");
                x = sum(x, feedForward(h, prefix + "mlp."));
            }
        }
        return product(norm(x, "model.norm.weight"), shape.tiedHead() ? "model.embed_tokens" : "lm_head");
    }

    private double[] feedForward(double[] h, String prefix) {
        double[] gate = product(h, prefix + "gate_proj");
        double[] up = product(h, prefix + "up_proj");
        for (int i = 0; i < gate.length; i++) {
            gate[i] = gate[i] / (1 + Math.exp(-gate[i])) * up[i];
        }
        return product(gate, prefix + "down_proj");
    }

    private double[] attended(double[] query, double[][] keys, double[][] values, int position) {
        double[] out = new double[shape.queryWidth()];
        int size = shape.headDim();
        for (int head = 0; head < shape.heads(); head++) {
            int kv = head / (shape.heads() / shape.kvHeads()) * size;
            double[] weight = new double[position + 1];
            double total = 0;
            for (int at = 0; at <= position; at++) {
                double score = 0;
                for (int i = 0; i < size; i++) {
                    score += query[head * size + i] * keys[at][kv + i];
                }
                weight[at] = Math.exp(score / Math.sqrt(size));
                total += weight[at];
            }
            for (int at = 0; at <= position; at++) {
                for (int i = 0; i < size; i++) {
                    out[head * size + i] += weight[at] / total * values[at][kv + i];
                }
            }
        }
        return out;
    }

    /** Queries or keys before they are rotated. */
    private double[] heads(double[] x, String prefix) {
        double[] all = projected(x, prefix + "_proj");
        if (shape.qkNorm()) {
            for (int from = 0; from < all.length; from += shape.headDim()) {
                double[] head = Arrays.copyOfRange(all, from, from + shape.headDim());
                System.arraycopy(norm(head, prefix + "_norm.weight"), 0, all, from, shape.headDim());
            }
        }
        return all;
    }

    private double[] rotated(double[] x, int heads, int position) {
        int half = shape.headDim() / 2;
        double[] frequencies = frequencies(half);
        double[] out = new double[x.length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < half; i++) {
                double angle = position * frequencies[i];
                int left = head * shape.headDim() + i;
                out[left] = x[left] * Math.cos(angle) - x[left + half] * Math.sin(angle);
                out[left + half] = x[left + half] * Math.cos(angle) + x[left] * Math.sin(angle);
            }
        }
        return out;
    }

    private double[] frequencies(int half) {
        List<Double> divisors = shape.rotary().divisors();
        return IntStream.range(0, half)
                .mapToDouble(i ->
                        Math.pow(shape.rotary().theta(), -1.0 * i / half) / (divisors.isEmpty() ? 1 : divisors.get(i)))
                .toArray();
    }

    private double[] embedding(int token) {
        float[] row = new float[shape.hidden()];
        weights.readRows("model.embed_tokens.weight", token, 1, row);
        double[] out = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            out[i] = row[i];
        }
        return out;
    }

    private double[] norm(double[] x, String name) {
        float[] gain = weights.read(name);
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double scale = 1 / Math.sqrt(squares / x.length + shape.normEpsilon());
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] * scale * gain[i];
        }
        return out;
    }

    private double[] projected(double[] x, String name) {
        double[] out = product(x, name);
        if (shape.qkvBias()) {
            float[] bias = weights.read(name + ".bias");
            for (int i = 0; i < out.length; i++) {
                out[i] += bias[i];
            }
        }
        return out;
    }

    private double[] product(double[] x, String name) {
        float[] weight = weights.read(name + ".weight");
        double[] out = new double[weight.length / x.length];
        for (int row = 0; row < out.length; row++) {
            for (int i = 0; i < x.length; i++) {
                out[row] += weight[row * x.length + i] * x[i];
            }
        }
        return out;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < a.length; i++) {
            out[i] += b[i];
        }
        return out;
    }
}
