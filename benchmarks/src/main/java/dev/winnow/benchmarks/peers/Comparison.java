package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.WinnowSystem;
import dev.winnow.benchmarks.report.Report;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures of all systems, and how many times as fast Winnow is as each peer. */
final class Comparison {
    private final Plan plan;
    private final TextModel texts;
    private final Report report;

    Comparison(Plan plan, TextModel texts, Report report) {
        this.plan = plan;
        this.texts = texts;
        this.report = report;
    }

    void report(List<Contender> contenders) {
        for (Kind kind : plan.kinds()) {
            contenders.forEach(contender -> report.figure(
                    contender.system().name(),
                    "%s %s, %s".formatted(plan.name(), kind.label(), words(contender.setting())),
                    contender.tally(kind).figures(texts)));
        }
        for (Kind kind : plan.kinds()) {
            contenders.stream().filter(Comparison::isWinnow).forEach(own -> contenders.stream()
                    .filter(other -> !isWinnow(other))
                    .forEach(peer -> ratio(kind, own, peer)));
        }
    }

    private static boolean isWinnow(Contender contender) {
        return contender.system() instanceof WinnowSystem;
    }

    private void ratio(Kind kind, Contender own, Contender peer) {
        report.ratio(
                "%s_%s_documents_per_second_%s_vs_%s"
                        .formatted(
                                plan.name(),
                                kind.label(),
                                own.system().name(),
                                peer.system().name()),
                own.tally(kind).documentsPerSecond() / peer.tally(kind).documentsPerSecond());
    }

    private static String words(Map<String, String> setting) {
        return setting.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
