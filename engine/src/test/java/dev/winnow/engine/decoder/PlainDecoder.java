package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The same arithmetic in plain Java and double precision, one token after the other, without batches, caches of tensors
 * or fused projections: what the decoder must agree with.
 */
public class PlainDecoder {
    private final DecoderShape shape;
    private final WeightReader weights;
    private final Map<String, double[]> read = new HashMap<>();

    public PlainDecoder(DecoderShape shape, WeightReader weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /** The scores after the last token. */
    double[] scores(int... tokens) {
        return scores(tokens.length - 1, tokens)[0];
    }

    /** The scores after each token from one on. */
    public double[][] scores(int first, int... tokens) {
        double[][] scores = new double[tokens.length - first][];
        double[][][] keys = new double[shape.layers()][tokens.length][];
        double[][][] values = new double[shape.layers()][tokens.length][];
        for (int position = 0; position < tokens.length; position++) {
            double[] x = embedding(tokens[position]);
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
            if (position >= first) {
                scores[position - first] =
                        product(norm(x, "model.norm.weight"), shape.tiedHead() ? "model.embed_tokens" : "lm_head");
            }
        }
        return scores;
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
        double[] table = weight("model.embed_tokens.weight");
        return Arrays.copyOfRange(table, token * shape.hidden(), (token + 1) * shape.hidden());
    }

    private double[] norm(double[] x, String name) {
        double[] gain = weight(name);
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
        return shape.qkvBias() ? sum(out, weight(name + ".bias")) : out;
    }

    /** What a projection makes of its input. */
    protected double[] product(double[] x, String name) {
        double[] weight = weight(name + ".weight");
        return product(x, weight, 0, weight.length / x.length);
    }

    /**
     * A matrix with a vector.
     *
     * @param numbers that have the matrix in them, row by row
     * @param from where it begins
     */
    protected static double[] product(double[] x, double[] numbers, int from, int rows) {
        double[] out = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < x.length; i++) {
                out[row] += numbers[from + row * x.length + i] * x[i];
            }
        }
        return out;
    }

    private double[] weight(String name) {
        return read.computeIfAbsent(name, unread -> {
            float[] values = weights.read(unread);
            double[] exact = new double[values.length];
            for (int i = 0; i < exact.length; i++) {
                exact[i] = values[i];
            }
            return exact;
        });
    }

    protected static double[] sum(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < a.length; i++) {
            out[i] += b[i];
        }
        return out;
    }
}
