package dev.winnow.coordinator.judgement;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How sure the mean of paired differences is (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13
 * and 16): the rows are drawn anew, with repeats, many times. Rows are drawn and not fields, since the fields of one
 * row are right or wrong together.
 */
public final class PairedBootstrap {
    private static final int DRAWS = 4000;
    private static final double TAIL = 0.025;

    private PairedBootstrap() {}

    /**
     * The mean difference, and where it may lie.
     *
     * @param differences one of each row, candidate minus champion
     * @param seed of the draws: the same gives the same
     */
    static Difference of(double[] differences, long seed) {
        if (differences.length == 0) {
            throw new IllegalArgumentException("there are no rows");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[draw] = sum / differences.length;
        }
        Arrays.sort(means);
        // Draws in which neither is better speak for neither.
        long better = Arrays.stream(means).filter(mean -> mean > 0).count();
        long equal = Arrays.stream(means).filter(mean -> mean == 0).count();
        return new Difference(
                Arrays.stream(differences).average().orElseThrow(),
                means[(int) Math.round(TAIL * (DRAWS - 1))],
                means[(int) Math.round((1 - TAIL) * (DRAWS - 1))],
                (better + equal / 2.) / DRAWS);
    }

    /**
     * A difference of means.
     *
     * @param mean as it was measured
     * @param low in 39 of 40 draws it was more
     * @param high in 39 of 40 draws it was less
     * @param better how many of the draws found the candidate better, from 0 to 1
     */
    public record Difference(double mean, double low, double high, double better) {}
}
