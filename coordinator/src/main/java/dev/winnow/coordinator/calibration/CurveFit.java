package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.Curve.AsItIs;
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
    /** Two numbers: few samples are enough. */
    PLATT {
        @Override
        Curve fit(List<Sample> samples) {
            return new PlattFit(samples).fit();
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
