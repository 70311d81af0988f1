package dev.winnow.benchmarks.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A system's figures over several seeds: one seed's are chance to a good part. Not thread-safe. */
final class SeedSpread {
    private static final List<String> FIGURES = List.of(
            "loss_of_last_steps",
            "held_out_loss",
            "free_field_score",
            "free_all_right",
            "constrained_field_score",
            "constrained_all_right");

    private final Map<String, Map<String, List<Double>>> values = new LinkedHashMap<>();

    /** Takes a seed's figures; those that are no quality are left out. */
    void add(String system, Map<String, ?> figures) {
        Map<String, List<Double>> own = values.computeIfAbsent(system, name -> new LinkedHashMap<>());
        for (String name : FIGURES) {
            if (figures.containsKey(name)) {
                own.computeIfAbsent(name, figure -> new ArrayList<>())
                        .add(Double.parseDouble(String.valueOf(figures.get(name))));
            }
        }
    }

    /** For each system its figures: mean, standard deviation (of the sample; 0 for one seed), least and most. */
    Map<String, Map<String, Object>> bySystem() {
        Map<String, Map<String, Object>> spreads = new LinkedHashMap<>();
        values.forEach((system, figures) -> {
            Map<String, Object> own = new LinkedHashMap<>();
            figures.forEach((figure, seeds) -> own.put(figure, Spread.of(seeds)));
            spreads.put(system, own);
        });
        return spreads;
    }

    /** Of one figure. */
    record Spread(double mean, double deviation, double least, double most, int seeds) {
        static Spread of(List<Double> values) {
            double mean =
                    values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double squares = values.stream()
                    .mapToDouble(value -> (value - mean) * (value - mean))
                    .sum();
            return new Spread(
                    rounded(mean),
                    rounded(Math.sqrt(squares / Math.max(1, values.size() - 1))),
                    values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                    values.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                    values.size());
        }

        private static double rounded(double value) {
            return Math.round(value * 1e4) / 1e4;
        }
    }
}
