package dev.winnow.benchmarks.schemas;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.peers.setup.LlGuidance;
import dev.winnow.text.replay.ReplaySummary;
import dev.winnow.text.replay.ReplayTally;
import dev.winnow.text.replay.ReplayedSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the systems made of the same schemas.
 *
 * @param masksAlone Winnow's masks without the check afterwards
 * @param winnow Winnow with the check
 * @param llguidance the peer
 */
record Figures(ReplaySummary masksAlone, ReplaySummary winnow, ReplaySummary llguidance) {
    /** Checks that all are there. */
    Figures {
        requireNonNull(masksAlone, "masksAlone");
        requireNonNull(winnow, "winnow");
        requireNonNull(llguidance, "llguidance");
    }

    /** Counts what became of schemas, one list for each system. */
    static Figures of(List<ReplayedSchema> winnow, List<ReplayedSchema> llguidance) {
        return new Figures(summary(winnow.stream().map(MasksAlone::of).toList()), summary(winnow), summary(llguidance));
    }

    private static ReplaySummary summary(List<ReplayedSchema> replayed) {
        ReplayTally tally = new ReplayTally();
        replayed.forEach(tally::add);
        return tally.summary();
    }

    /** A table of Markdown, one column for each system. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("| | Winnow, mask alone | Winnow | llguidance %s | llguidance / Winnow |"
                .formatted(LlGuidance.VERSION));
        lines.add("|---|---:|---:|---:|---:|");
        for (Figure figure : Figure.ALL) {
            lines.add("| %s | %s | %s | %s | %s |"
                    .formatted(
                            figure.label(),
                            figure.text(masksAlone),
                            figure.text(winnow),
                            figure.text(llguidance),
                            ratioText(figure)));
        }
        return lines;
    }

    private String ratioText(Figure figure) {
        return figure.of(winnow) == 0 ? "" : String.format(Locale.ROOT, "%.2f", ratio(figure));
    }

    /** How many times Winnow's figure the peer's is. */
    private double ratio(Figure figure) {
        return figure.of(llguidance) / figure.of(winnow);
    }

    /** The same figures by system and name; no ratio to a figure that is zero. */
    Map<String, Map<String, Double>> byName() {
        Map<String, Double> ratios = new LinkedHashMap<>();
        for (Figure figure : Figure.ALL) {
            if (figure.of(winnow) != 0) {
                ratios.put(figure.name(), ratio(figure));
            }
        }
        Map<String, Map<String, Double>> systems = new LinkedHashMap<>();
        systems.put("winnow_mask_alone", byName(masksAlone));
        systems.put("winnow", byName(winnow));
        systems.put("llguidance", byName(llguidance));
        systems.put("llguidance_to_winnow", ratios);
        return systems;
    }

    private static Map<String, Double> byName(ReplaySummary summary) {
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Figure figure : Figure.ALL) {
            figures.put(figure.name(), figure.of(summary));
        }
        return figures;
    }
}
