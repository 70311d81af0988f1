package dev.winnow.benchmarks.largejob;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/** How long the same took several times, in milliseconds. */
record Visits(List<Double> millis) {
    Visits {
        millis = List.copyOf(millis);
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("there must be one visit at least");
        }
    }

    /** Does it so often. */
    static Visits of(int times, DoubleSupplier visit) {
        return new Visits(DoubleStream.generate(visit).limit(times).boxed().toList());
    }

    double slowest() {
        return millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    }

    private double mean() {
        return millis.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Mean and longest, under a name. */
    Map<String, Object> figures(String name) {
        return Map.of(name + "_mean", Math.round(mean()), name + "_at_most", Math.round(slowest()));
    }
}
