package dev.winnow.engine.training;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss of a model with low-rank factors beside its weights in plain Java and double precision, one token after the
 * other, and its gradient by central differences: what the backward pass must agree with.
 */
final class PlainLoss {
    private static final double STEP = 1e-5;

    private final DecoderShape shape;
    private final WeightReader weights;
    private final Map<String, FactorLayout.Factor> layout = new HashMap<>();
    private final Map<String, double[]> read = new HashMap<>();
    private final double scale;
    private final double[] factors;

    PlainLoss(DecoderShape shape, WeightReader weights, FactorLayout layout, double scale, float[] factors) {
        this.shape = shape;
        this.weights = weights;
        this.scale = scale;
        layout.factors().forEach(factor -> this.layout.put(factor.name(), factor));
        this.factors = new double[factors.length];
        for (int i = 0; i < factors.length; i++) {
            this.factors[i] = factors[i];
        }
    }

    /** The mean loss of all supervised tokens. */
    double mean(List<TrainingExample> examples) {
        double sum = 0;
        int supervised = 0;
        for (TrainingExample example : examples) {
            sum += sum(example);
            supervised += example.supervised();
        }
        return sum / supervised;
    }

    /** How that changes with one of the factors' numbers. */
    double slope(List<TrainingExample> examples, int at) {
        double there = factors[at];
        factors[at] = there + STEP;
        double above = mean(examples);
        factors[at] = there - STEP;
        double below = mean(examples);
        factors[at] = there;
        return (above - below) / (2 * STEP);
    }

    private double sum(TrainingExample example) {
        int[] tokens = example.tokens();
        double[][][] keys = new double[shape.layers()][tokens.length][];
        double[][][] values = new double[shape.layers()][tokens.length][];
        double sum = 0;
        for (int position = 0; position + 1 < tokens.length; position++) {
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
            if (position + 1 >= example.supervisedFrom()) {
                double[] scores =
                        product(norm(x, "model.norm.weight"), shape.tiedHead() ? "model.embed_tokens" : "lm_head");
                double total = 0;
                for (double score : scores) {
                    total += Math.exp(score);
                }
                sum += Math.log(total) - scores[tokens[position + 1]];
            }
        }
        return sum;
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
        List<Double> divisors = shape.rotary().divisors();
        double[] out = new double[x.length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < half; i++) {
                double divisor = divisors.isEmpty() ? 1 : divisors.get(i);
                double angle = position / (Math.pow(shape.rotary().theta(), 2.0 * i / shape.headDim()) * divisor);
                int left = head * shape.headDim() + i;
                out[left] = x[left] * Math.cos(angle) - x[left + half] * Math.sin(angle);
                out[left + half] = x[left + half] * Math.cos(angle) + x[left] * Math.sin(angle);
            }
        }
        return out;
    }

    private double[] embedding(int token) {
        double[] table = weight("model.embed_tokens.weight");
        double[] row = new double[shape.hidden()];
        System.arraycopy(table, token * row.length, row, 0, row.length);
        return row;
    }

    private double[] norm(double[] x, String name) {
        double[] gain = weight(name);
        double squares = 0;
        for (double value : x) {
            squares += value * value;
        }
        double inverse = 1 / Math.sqrt(squares / x.length + shape.normEpsilon());
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = x[i] * inverse * gain[i];
        }
        return out;
    }

    private double[] projected(double[] x, String name) {
        double[] out = product(x, name);
        return shape.qkvBias() ? sum(out, weight(name + ".bias")) : out;
    }

    private double[] product(double[] x, String name) {
        double[] out = product(x, weight(name + ".weight"), 0, weight(name + ".weight").length);
        FactorLayout.Factor down = layout.get(name + ".lora_A.weight");
        FactorLayout.Factor up = layout.get(name + ".lora_B.weight");
        if (down != null && up != null) {
            double[] low = product(x, factors, (int) down.first(), down.values());
            double[] more = product(low, factors, (int) up.first(), up.values());
            for (int i = 0; i < out.length; i++) {
                out[i] += scale * more[i];
            }
        }
        return out;
    }

    private static double[] product(double[] x, double[] matrix, int first, int values) {
        double[] out = new double[values / x.length];
        for (int row = 0; row < out.length; row++) {
            for (int i = 0; i < x.length; i++) {
                out[row] += matrix[first + row * x.length + i] * x[i];
            }
        }
        return out;
    }

    private double[] weight(String name) {
        return read.computeIfAbsent(name, wanted -> {
            float[] values = weights.read(wanted);
            double[] doubles = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                doubles[i] = values[i];
            }
            return doubles;
        });
    }

    private static double[] sum(double[] a, double[] b) {
        double[] out = a.clone();
        for (int i = 0; i < a.length; i++) {
            out[i] += b[i];
        }
        return out;
    }
}
