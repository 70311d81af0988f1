package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.Curve.AsItIs;
import dev.winnow.coordinator.calibration.Curve.Logistic;
import dev.winnow.coordinator.calibration.Curve.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Fits curves to samples. */
enum CurveFit {
    /** Fits nothing. */
    NONE {
        @Override
        Curve fit(List<Sample> samples) {
            return new AsItIs();
        }
    },
    /** Two numbers: few samples are enough (Platt 1999, with his targets, which keep it off 0 and 1). */
    PLATT {
        private static final int ROUNDS = 100;
        private static final double STILL = 1e-9;
        private static final double RIDGE = 1e-6;

        @Override
        Curve fit(List<Sample> samples) {
            long right = samples.stream().filter(Sample::right).count();
            double high = (right + 1.) / (right + 2.);
            double low = 1. / (samples.size() - right + 2.);
            double slope = 1;
            double offset = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Step step = newton(samples, slope, offset, high, low);
                slope -= step.slope();
                offset -= step.offset();
                if (Math.abs(step.slope()) + Math.abs(step.offset()) < STILL) {
                    break;
                }
            }
            boolean usable = slope >= 0 && Double.isFinite(slope) && Double.isFinite(offset);
            // Who is surer is never the likelier to be wrong; if the samples say so, confidence says nothing.
            return usable ? new Logistic(slope, offset) : new Logistic(0, Logistic.odds(low + (high - low) * right / samples.size()));
        }

        private Step newton(List<Sample> samples, double slope, double offset, double high, double low) {
            double bySlope = 0;
            double byOffset = 0;
            double slopes = RIDGE;
            double both = 0;
            double offsets = RIDGE;
            for (Sample sample : samples) {
                double odds = Logistic.odds(sample.confidence());
                double is = 1 / (1 + Math.exp(-(slope * odds + offset)));
                double wrong = is - (sample.right() ? high : low);
                double weight = Math.max(RIDGE, is * (1 - is));
                bySlope += wrong * odds;
                byOffset += wrong;
                slopes += weight * odds * odds;
                both += weight * odds;
                offsets += weight;
            }
            double determinant = slopes * offsets - both * both;
            return new Step(
                    (offsets * bySlope - both * byOffset) / determinant,
                    (slopes * byOffset - both * bySlope) / determinant);
        }
    },
    /** Whatever rises: pool adjacent violators (Ayer and others 1955), and each pool's mean is a point. */
    ISOTONIC {
        @Override
        Curve fit(List<Sample> samples) {
            // A curve has one value at each confidence, so those that are equal are one from the beginning.
            TreeMap<Double, Pool> alike = new TreeMap<>();
            samples.forEach(sample -> alike.merge(
                    sample.confidence(), new Pool(1, sample.confidence(), sample.right() ? 1 : 0), Pool::with));
            List<Pool> pools = new ArrayList<>();
            for (Pool next : alike.values()) {
                Pool last = next;
                while (!pools.isEmpty() && pools.get(pools.size() - 1).share() >= last.share()) {
                    last = pools.remove(pools.size() - 1).with(last);
                }
                pools.add(last);
            }
            return new Steps(
                    pools.stream().map(Pool::confidence).toList(),
                    pools.stream().map(Pool::share).toList());
        }
    };

    abstract Curve fit(List<Sample> samples);

    private record Step(double slope, double offset) {}

    /**
     * Samples that have one point together.
     *
     * @param confidence their mean
     */
    private record Pool(int count, double confidence, double right) {
        double share() {
            return right / count;
        }

        Pool with(Pool next) {
            int both = count + next.count;
            // The mean of equal numbers is that number, to the last digit.
            double mean = confidence == next.confidence
                    ? confidence
                    : confidence + (next.confidence - confidence) * next.count / both;
            return new Pool(both, mean, right + next.right);
        }
    }
}
