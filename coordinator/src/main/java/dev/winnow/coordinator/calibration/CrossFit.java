package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.CalibrationError.Said;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Chooses a kind of curve by rows that it was not fitted on, and fits it to all. */
final class CrossFit {
    private static final int FOLDS = 5;

    private CrossFit() {}

    /** The curve for these samples, of which there is at least one. */
    static Fitted of(List<Sample> samples) {
        CurveFit best = Arrays.stream(CurveFit.values())
                .min(Comparator.comparingDouble(kind -> brier(outside(kind, samples))))
                .orElseThrow();
        return new Fitted(best.fit(samples), outside(best, samples));
    }

    // Whole rows: the values of one row are right or wrong together.
    private static List<Judged> outside(CurveFit kind, List<Sample> samples) {
        List<Judged> all = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int held = fold;
            List<Sample> rest = samples.stream()
                    .filter(sample -> sample.row() % FOLDS != held)
                    .toList();
            if (!rest.isEmpty()) {
                Curve curve = kind.fit(rest);
                samples.stream()
                        .filter(sample -> sample.row() % FOLDS == held)
                        .forEach(sample -> all.add(
                                new Judged(sample.field(), new Said(curve.at(sample.confidence()), sample.right()))));
            }
        }
        return all;
    }

    private static double brier(List<Judged> judged) {
        return judged.stream()
                .map(Judged::said)
                .mapToDouble(one -> Math.pow(one.probability() - (one.right() ? 1 : 0), 2))
                .average()
                .orElse(1);
    }

    /**
     * A curve.
     *
     * @param outside each value by such a curve that was not fitted on its row; none where all values are of one fold
     */
    record Fitted(Curve curve, List<Judged> outside) {
        Fitted {
            outside = List.copyOf(outside);
        }
    }

    /** What was said of a value of a field. */
    record Judged(String field, Said said) {}
}
