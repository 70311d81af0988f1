package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.CalibrationError.Said;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses a kind of curve by rows that it was not fitted on, and fits it to all. */
final class CrossFit {
    private static final int FOLDS = 5;

    private CrossFit() {}

    /** The curve for these samples, of which there is at least one. */
    static Fitted of(List<Sample> samples) {
        CurveFit best = Arrays.stream(CurveFit.values())
                .min(Comparator.comparingDouble(kind -> brier(outside(kind, samples))))
                .orElseThrow();
        List<Said> outside = outside(best, samples);
        return new Fitted(best.fit(samples), outside.isEmpty() ? null : CalibrationError.of(outside));
    }

    // Whole rows: the values of one row are right or wrong together.
    private static List<Said> outside(CurveFit kind, List<Sample> samples) {
        List<Said> all = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            List<Sample> rest = samples.stream()
                    .filter(sample -> sample.row() % FOLDS != held)
                    .toList();
            if (!rest.isEmpty()) {
                Curve curve = kind.fit(rest);
                samples.stream()
                        .filter(sample -> sample.row() % FOLDS == held)
                        .forEach(sample -> all.add(new Said(curve.at(sample.confidence()), sample.right())));
            }
        }
        return all;
    }

    private static double brier(List<Said> said) {
        return said.stream()
                .mapToDouble(one -> Math.pow(one.probability() - (one.right() ? 1 : 0), 2))
                .average()
                .orElse(1);
    }

    /**
     * A curve.
     *
     * @param error of such curves on rows that they were not fitted on; null where all values are of one fold
     */
    record Fitted(Curve curve, @Nullable Double error) {}
}
