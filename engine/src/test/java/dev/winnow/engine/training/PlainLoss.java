package dev.winnow.engine.training;

import dev.winnow.engine.decoder.PlainDecoder;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The loss of a model with low-rank factors beside its weights in plain Java and double precision, and its gradient by
 * central differences: what the backward pass must agree with.
 */
final class PlainLoss extends PlainDecoder {
    private static final double STEP = 1e-5;

    private final Map<String, FactorLayout.Factor> layout = new HashMap<>();
    private final double scale;
    private final double[] factors;

    PlainLoss(DecoderShape shape, WeightReader weights, FactorLayout layout, double scale, float[] factors) {
        super(shape, weights);
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
        int first = example.supervisedFrom() - 1;
        double[][] scores = scores(first, Arrays.copyOf(tokens, tokens.length - 1));
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            double total = Arrays.stream(scores[i]).map(Math::exp).sum();
            sum += Math.log(total) - scores[i][tokens[first + i + 1]];
        }
        return sum;
    }

    @Override
    protected double[] product(double[] x, String name) {
        double[] out = super.product(x, name);
        FactorLayout.Factor down = layout.get(name + ".lora_A.weight");
        FactorLayout.Factor up = layout.get(name + ".lora_B.weight");
        if (down == null || up == null) {
            return out;
        }
        double[] low = product(x, factors, (int) down.first(), down.values() / x.length);
        double[] more = product(low, factors, (int) up.first(), up.values() / low.length);
        return sum(out, Arrays.stream(more).map(value -> scale * value).toArray());
    }
}
