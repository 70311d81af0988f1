package dev.winnow.benchmarks.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/** How well confidence tells right values from wrong ones. Not thread-safe. */
final class Separation {
    private record Value(double confidence, boolean right) {}

    private final List<Value> values = new ArrayList<>();

    void add(double confidence, boolean right) {
        values.add(new Value(confidence, right));
    }

    int count() {
        return values.size();
    }

    int right() {
        return (int) values.stream().filter(Value::right).count();
    }

    /**
     * The area under the curve of the receiver's operating characteristic: how often a right value has more confidence
     * than a wrong one, where equal ones count half (Mann and Whitney, 1947).
     *
     * @return empty if all are right, or none is
     */
    OptionalDouble area() {
        List<Value> ordered = new ArrayList<>(values);
        ordered.sort(Comparator.comparingDouble(Value::confidence));
        double ranks = 0;
        for (int from = 0; from < ordered.size(); ) {
            int to = from;
            int rightOnes = 0;
            while (to < ordered.size()
                    && ordered.get(to).confidence() == ordered.get(from).confidence()) {
                rightOnes += ordered.get(to++).right() ? 1 : 0;
            }
            ranks += rightOnes * (from + 1 + to) / 2.;
            from = to;
        }
        double right = right();
        double wrong = count() - right;
        return right == 0 || wrong == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((ranks - right * (right + 1) / 2) / (right * wrong));
    }
}
