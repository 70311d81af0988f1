package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.measure.Tally;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.peers.system.WinnowSystem;
import dev.winnow.benchmarks.report.Report;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of all systems, and how many times as fast Winnow is as each peer. */
final class Comparison {
    private final String name;
    private final TextModel texts;
    private final Report report;

    Comparison(String name, TextModel texts, Report report) {
        this.name = name;
        this.texts = texts;
        this.report = report;
    }

    void report(Map<MeasuredSystem, Map<String, String>> settings, Map<Kind, Map<MeasuredSystem, Tally>> tallies) {
        tallies.forEach((kind, ofKind) -> ofKind.forEach((system, tally) -> report.figure(
                system.name(),
                "%s %s, %s".formatted(name, kind.label(), words(settings.get(system))),
                tally.figures(texts))));
        tallies.forEach((kind, ofKind) -> ofKind.keySet().stream()
                .filter(WinnowSystem.class::isInstance)
                .forEach(winnow -> ratios(kind, winnow, ofKind)));
    }

    private void ratios(Kind kind, MeasuredSystem winnow, Map<MeasuredSystem, Tally> tallies) {
        double own = tallies.get(winnow).documentsPerSecond();
        tallies.forEach((peer, tally) -> {
            if (!(peer instanceof WinnowSystem)) {
                report.ratio(
                        "%s_%s_documents_per_second_%s_vs_%s".formatted(name, kind.label(), winnow.name(), peer.name()),
                        own / tally.documentsPerSecond());
            }
        });
    }

    private static String words(Map<String, String> setting) {
        return setting.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
