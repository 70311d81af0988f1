package dev.winnow.coordinator.estimate;

import java.util.SplittableRandom;
import java.util.function.IntSupplier;

/**
 * Counts the tokens of a sample of items and extrapolates to all by their bytes: long items have more tokens, and bytes
 * are known of each. The sample is a reservoir, so that each item is as likely in it as any other, however many come;
 * up to its size everything is counted and nothing estimated. Only counts are kept, no texts. Not thread-safe.
 */
public final class TokenSample {
    /** Items whose tokens are counted. */
    public static final int SIZE = 1024;

    // Fixed: the same body gets the same answer.
    private static final long SEED = 0x57696E6E6F77L;

    private final SplittableRandom chance = new SplittableRandom(SEED);
    private final double[] bytes = new double[SIZE];
    private final double[] tokens = new double[SIZE];
    private long items;
    private double allBytes;
    private double fixedTokens;

    /**
     * Takes an item.
     *
     * @param fixed tokens of its prompt that do not depend on its text
     * @param textBytes of its text
     * @param counted counts all tokens of its prompt; asked only if the item is drawn
     */
    public void offer(int fixed, long textBytes, IntSupplier counted) {
        long place = items < SIZE ? items : chance.nextLong(items + 1);
        items++;
        allBytes += textBytes;
        fixedTokens += fixed;
        if (place < SIZE) {
            bytes[(int) place] = textBytes;
            tokens[(int) place] = counted.getAsInt() - (double) fixed;
        }
    }

    /** How many were offered. */
    public long items() {
        return items;
    }

    /** How many of them are counted. */
    public int counted() {
        return (int) Math.min(items, SIZE);
    }

    /** The tokens of all prompts: the ratio estimator, with the finite population's correction. */
    public Amount total() {
        int n = counted();
        double sampleBytes = 0;
        double sampleTokens = 0;
        for (int i = 0; i < n; i++) {
            sampleBytes += bytes[i];
            sampleTokens += tokens[i];
        }
        if (items <= SIZE) {
            return Amount.of(fixedTokens + sampleTokens, 0);
        }
        double ratio = sampleBytes == 0 ? 0 : sampleTokens / sampleBytes;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double residual = tokens[i] - ratio * bytes[i];
            squares += residual * residual;
        }
        double variance = squares / (n - 1);
        double error = items * Math.sqrt((1 - (double) n / items) * variance / n);
        return Amount.of(fixedTokens + ratio * allBytes, error);
    }
}
