package dev.winnow.coordinator.judgement;

import java.util.Map;

/**
 * A held-out row that both have extracted.
 *
 * @param champion the score of each field, from 0 to 1, by name
 * @param candidate the same fields'
 */
record PairedRow(Map<String, Double> champion, Map<String, Double> candidate) {
    PairedRow {
        champion = Map.copyOf(champion);
        candidate = Map.copyOf(candidate);
        if (champion.isEmpty() || !champion.keySet().equals(candidate.keySet())) {
            throw new IllegalArgumentException("a row has the same fields, and at least one, of both: %s and %s"
                    .formatted(champion.keySet(), candidate.keySet()));
        }
    }

    /** By how much the candidate is better, over all fields. */
    double gain() {
        return mean(candidate) - mean(champion);
    }

    /** By how much it is better in one field. */
    double gain(String field) {
        return candidate.getOrDefault(field, 0.) - champion.getOrDefault(field, 0.);
    }

    private static double mean(Map<String, Double> scores) {
        // In one order, so that the sum is the same wherever it is made.
        return scores.keySet().stream().sorted().mapToDouble(scores::get).sum() / scores.size();
    }
}
