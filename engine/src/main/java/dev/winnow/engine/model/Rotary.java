package dev.winnow.engine.model;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rotary positions: at position {@code p} the pair {@code i} of a head's values turns by the angle {@code p /
 * (theta^(2i / headDim) * divisor(i))}.
 *
 * @param theta the base of the frequencies
 * @param divisors what each pair's frequency is divided by, so that a model reaches further than it was trained for at
 *     first; empty where no frequency is
 */
public record Rotary(double theta, List<Double> divisors) {
    // No head comes near it: what a header claims is not made a list of before it is held against the weights.
    private static final int WIDEST_HEAD = 1 << 16;

    public Rotary {
        divisors = List.copyOf(divisors);
        if (!(theta >= 1 && theta < 1e12)) {
            throw new IllegalArgumentException("the rotary base must be from 1 to 1e12, was " + theta);
        }
        for (double divisor : divisors) {
            if (!(divisor > 0 && divisor < 1e6)) {
                throw new IllegalArgumentException(
                        "rotary frequencies can be divided by what is between 0 and 1e6, not by " + divisor);
            }
        }
    }

    /** Positions as they are. */
    public static Rotary plain(double theta) {
        return new Rotary(theta, List.of());
    }

    /** Positions divided by a factor: {@code linear}. */
    public static Rotary linear(double theta, int headDim, double factor) {
        return new Rotary(theta, Collections.nCopies(pairs(headDim), factor));
    }

    /** Frequencies scaled as Llama 3.1 does: {@code llama3}. */
    public static Rotary llama3(double theta, int headDim, Llama3Scaling scaling) {
        return new Rotary(
                theta,
                IntStream.range(0, pairs(headDim))
                        .mapToObj(pair -> scaling.divisor(Math.pow(theta, -2.0 * pair / headDim)))
                        .toList());
    }

    private static int pairs(int headDim) {
        if (headDim < 2 || headDim > WIDEST_HEAD) {
            throw new IllegalArgumentException(
                    "headDim must be from 2 to %d for scaled positions, was %d".formatted(WIDEST_HEAD, headDim));
        }
        return headDim / 2;
    }

    /** Whether heads of a width can be turned by it. */
    boolean fits(int headDim) {
        return divisors.isEmpty() || divisors.size() == headDim / 2;
    }

    /** What the frequency of each pair of a head is divided by, [headDim / 2]. */
    public float[] divisorsOf(int headDim) {
        float[] values = new float[headDim / 2];
        for (int pair = 0; pair < values.length; pair++) {
            values[pair] = divisors.isEmpty() ? 1 : divisors.get(pair).floatValue();
        }
        return values;
    }
}
