package dev.winnow.coordinator.calibration;

import java.util.List;

/** The expected calibration error: ten bins of equal width (Guo and others, 2017). */
final class CalibrationError {
    private static final int BINS = 10;

    private CalibrationError() {}

    /**
     * By how much what was said and what was right differ, over bins by what was said.
     *
     * @throws IllegalArgumentException if there is nothing
     */
    static double of(List<Said> all) {
        if (all.isEmpty()) {
            throw new IllegalArgumentException("nothing was said");
        }
        double[] sums = new double[BINS];
        double[] right = new double[BINS];
        for (Said one : all) {
            int bin = Math.min(BINS - 1, (int) (one.probability() * BINS));
            sums[bin] += one.probability();
            right[bin] += one.right() ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            error += Math.abs(sums[bin] - right[bin]);
        }
        return error / all.size();
    }

    /**
     * A value.
     *
     * @param probability that it was said to be right with
     */
    record Said(double probability, boolean right) {}
}
