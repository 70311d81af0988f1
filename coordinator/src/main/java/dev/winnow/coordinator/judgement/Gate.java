package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.judgement.PairedBootstrap.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Applies the rules. */
final class Gate {
    private Gate() {}

    /**
     * Judges a candidate.
     *
     * @param rows held-out rows that both have extracted, all with the same fields
     * @param slowdown the candidate's time a document by the champion's
     * @param seed of the bootstrap
     * @throws IllegalArgumentException if there are no rows, or a rule is about a field that none has
     */
    static Judgement judge(List<PairedRow> rows, double slowdown, GateRules rules, long seed) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there are no held-out rows to judge by");
        }
        requireFields(rows, rules);
        Difference whole = difference(rows.stream().mapToDouble(PairedRow::gain).toArray(), seed);
        Map<String, Difference> fields = new TreeMap<>();
        rows.get(0)
                .champion()
                .keySet()
                .forEach(field -> fields.put(
                        field,
                        difference(
                                rows.stream()
                                        .mapToDouble(row -> row.gain(field))
                                        .toArray(),
                                seed)));
        List<String> reasons = reasons(whole, fields, slowdown, rules);
        return new Judgement(outcome(rows.size(), reasons, rules), rows.size(), whole, fields, slowdown, reasons);
    }

    private static Difference difference(double[] differences, long seed) {
        return PairedBootstrap.of(differences, seed);
    }

    private static void requireFields(List<PairedRow> rows, GateRules rules) {
        for (PairedRow row : rows) {
            if (!row.champion().keySet().equals(rows.get(0).champion().keySet())) {
                throw new IllegalArgumentException("all rows have the same fields, these have not: %s and %s"
                        .formatted(
                                rows.get(0).champion().keySet(), row.champion().keySet()));
            }
        }
        for (String field : rules.fieldLosses().keySet()) {
            if (!rows.get(0).champion().containsKey(field)) {
                throw new IllegalArgumentException("field_losses names '%s', but the fields are %s"
                        .formatted(
                                field,
                                rows.get(0).champion().keySet().stream()
                                        .sorted()
                                        .toList()));
            }
        }
    }

    private static List<String> reasons(
            Difference whole, Map<String, Difference> fields, double slowdown, GateRules rules) {
        List<String> reasons = new ArrayList<>();
        if (whole.mean() < rules.leastGain()) {
            reasons.add(
                    said("the mean score changes by %+.4f, and least_gain is %+.4f", whole.mean(), rules.leastGain()));
        }
        if (whole.better() < rules.leastCertainty()) {
            reasons.add(said(
                    "%.0f%% of the draws find it better, and least_certainty is %.0f%%",
                    100 * whole.better(), 100 * rules.leastCertainty()));
        }
        fields.forEach((field, difference) -> {
            if (-difference.mean() > rules.mostLossOf(field)) {
                reasons.add(said(
                        "the field '%s' changes by %+.4f, and may fall by %.4f",
                        field, difference.mean(), rules.mostLossOf(field)));
            }
        });
        // Not-a-number is no speed that anybody would promote.
        if (!(slowdown <= rules.mostSlowdown())) {
            reasons.add(said(
                    "a document takes %.2f times the champion's time, and most_slowdown is %.2f",
                    slowdown, rules.mostSlowdown()));
        }
        return reasons;
    }

    private static Judgement.Outcome outcome(int rows, List<String> reasons, GateRules rules) {
        if (!reasons.isEmpty()) {
            return Judgement.Outcome.KEEP;
        }
        if (rules.then() == GateRules.Then.KEEP) {
            reasons.add("it passes, and then is keep: nobody is promoted");
            return Judgement.Outcome.KEEP;
        }
        if (rows < rules.leastRows()) {
            reasons.add(
                    said("%d held-out rows are fewer than least_rows, %d: a person decides", rows, rules.leastRows()));
            return Judgement.Outcome.ASK;
        }
        return rules.then() == GateRules.Then.ASK ? Judgement.Outcome.ASK : Judgement.Outcome.PROMOTE;
    }

    private static String said(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
