package dev.winnow.engine.training;

import static java.util.Objects.requireNonNull;

/**
 * How factors follow their gradients: AdamW (arXiv 1711.05101), with gradients clipped by their common norm and a rate
 * that rises for some steps and then falls.
 *
 * @param rate the highest rate, above 0 and at most 1
 * @param warmUpSteps steps in which the rate rises evenly, the first one at 1 / warmUpSteps of it
 * @param decay how it falls afterwards
 * @param weightDecay what factors lose each step, as a share of the rate, from 0 to 1
 * @param mostNorm the highest norm of all gradients together; those above are scaled down to it
 */
public record OptimizerSettings(double rate, int warmUpSteps, Decay decay, double weightDecay, double mostNorm) {
    /** 1e-3, 5 steps of warm-up, linear, no weight decay, norm 1. */
    public static final OptimizerSettings DEFAULT = new OptimizerSettings(1e-3, 5, Decay.LINEAR, 0, 1);

    static final double BETA_1 = 0.9;
    static final double BETA_2 = 0.999;
    static final double EPSILON = 1e-8;

    /** How a rate falls. */
    public enum Decay {
        /** Not at all. */
        CONSTANT,
        /** Evenly, to nothing just after the last step. */
        LINEAR,
        /** As half a cosine: slowly, quickly, slowly. */
        COSINE
    }

    public OptimizerSettings {
        requireNonNull(decay, "decay");
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("rate must be above 0 and at most 1, was " + rate);
        }
        if (warmUpSteps < 0) {
            throw new IllegalArgumentException("warmUpSteps must be at least 0, was " + warmUpSteps);
        }
        if (!(weightDecay >= 0 && weightDecay <= 1)) {
            throw new IllegalArgumentException("weightDecay must be from 0 to 1, was " + weightDecay);
        }
        if (!(mostNorm > 0)) {
            throw new IllegalArgumentException("mostNorm must be above 0, was " + mostNorm);
        }
    }

    /** The same with another highest rate. */
    public OptimizerSettings withRate(double otherRate) {
        return new OptimizerSettings(otherRate, warmUpSteps, decay, weightDecay, mostNorm);
    }

    /**
     * The rate of a step.
     *
     * @param step from 0
     * @param steps how many there are
     */
    public double rate(int step, int steps) {
        if (step < warmUpSteps) {
            return rate * (step + 1) / warmUpSteps;
        }
        double gone = (double) (step - warmUpSteps) / Math.max(1, steps - warmUpSteps);
        return switch (decay) {
            case CONSTANT -> rate;
            case LINEAR -> rate * (1 - gone);
            case COSINE -> rate * 0.5 * (1 + Math.cos(Math.PI * gone));
        };
    }
}
