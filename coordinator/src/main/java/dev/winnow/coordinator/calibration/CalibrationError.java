package dev.winnow.coordinator.calibration;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far what was said is from what was right. With a hundred values even a perfect calibration differs from what came
 * out, by chance alone; so one figure takes that off, and the usual one has what chance would make beside it.
 */
final class CalibrationError {
    private static final int WIDTHS = 10;
    private static final int MASSES = 5;

    private CalibrationError() {}

    /**
     * The root of the mean squared error over five bins with as many values each, less what chance adds to it (Kumar
     * and others, 2019). It tells the mean as far as so many values can, and is no smaller than the mean absolute
     * error.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    static double of(List<Said> all) {
        requireSome(all);
        List<Said> sorted = all.stream()
                .sorted(Comparator.comparingDouble(Said::probability))
                .toList();
        int values = sorted.size();
        int bins = Math.min(MASSES, values);
        double squares = 0;
        for (int bin = 0; bin < bins; bin++) {
            List<Said> its = sorted.subList(values * bin / bins, values * (bin + 1) / bins);
            double difference = its.stream().mapToDouble(Said::difference).sum();
            squares += (difference * difference - chance(its)) / its.size();
        }
        return Math.sqrt(Math.max(0, squares / values));
    }

    /**
     * The usual one: the mean absolute error over ten bins of equal width (Guo and others, 2017).
     *
     * @throws IllegalArgumentException if there is nothing
     */
    static double usual(List<Said> all) {
        requireSome(all);
        return byWidth(all).stream()
                        .mapToDouble(bin -> Math.abs(
                                bin.stream().mapToDouble(Said::difference).sum()))
                        .sum()
                / all.size();
    }

    /**
     * What the usual one would be in the mean if every probability that was said were the true one.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    static double usualByChance(List<Said> all) {
        requireSome(all);
        // The mean of a normal variable's absolute value.
        return byWidth(all).stream()
                        .mapToDouble(bin -> Math.sqrt(2 / Math.PI * chance(bin)))
                        .sum()
                / all.size();
    }

    private static List<List<Said>> byWidth(List<Said> all) {
        return IntStream.range(0, WIDTHS)
                .mapToObj(bin -> all.stream()
                        .filter(one -> Math.min(WIDTHS - 1, (int) (one.probability() * WIDTHS)) == bin)
                        .toList())
                .toList();
    }

    /** The variance of how many are right, if what was said is true. */
    private static double chance(List<Said> bin) {
        return bin.stream()
                .mapToDouble(one -> one.probability() * (1 - one.probability()))
                .sum();
    }

    private static void requireSome(List<Said> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("nothing was said");
        }
    }

    /**
     * A value.
     *
     * @param probability that it was said to be right with
     */
    record Said(double probability, boolean right) {
        private double difference() {
            return probability - (right ? 1 : 0);
        }
    }
}
