package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.measure.SettingsSearch;
import dev.winnow.benchmarks.peers.measure.Tally;
import dev.winnow.benchmarks.peers.system.Answer;
import dev.winnow.benchmarks.peers.system.Choice;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.peers.system.RunningSystem;
import dev.winnow.benchmarks.peers.system.SystemRefusedException;
import dev.winnow.benchmarks.peers.system.Task;
import dev.winnow.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One data set's run: searches each system's settings, then lets them do the same tasks in turn. A system is started
 * anew for each task, so that none finds a prompt that it has read before.
 */
final class PeersRun {
    // What a system does first costs more: compilers, caches, threads. It does that on documents of training.
    private static final int WARM_UP_TOKENS = 64;

    private final Plan plan;
    private final TextModel texts;
    private final List<TokenDocument> warmUp;
    private final Report report;
    private final PrintStream progress;

    PeersRun(Plan plan, TextModel texts, List<TokenDocument> warmUp, Report report, PrintStream progress) {
        this.plan = plan;
        this.texts = texts;
        this.warmUp = List.copyOf(warmUp);
        this.report = report;
        this.progress = progress;
    }

    /** Measures these systems and reports. */
    void measure(List<MeasuredSystem> systems) throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        for (MeasuredSystem system : systems) {
            try {
                contenders.add(new Contender(system, setting(system), plan));
            } catch (SystemRefusedException e) {
                report.figure(system.name(), plan.name(), Map.of("not_measured", String.valueOf(e.getMessage())));
            }
        }
        int whole = plan.forcible().size();
        if (whole < plan.documents().size()) {
            progress.printf(
                    "Forced are %d of %d documents: the outputs of the others have tokens within a character%n",
                    whole, plan.documents().size());
        }
        for (int round = 0; round < plan.rounds(); round++) {
            List<Contender> order = new ArrayList<>(contenders);
            Collections.rotate(order, -round);
            for (Kind kind : plan.kinds()) {
                for (Contender contender : order) {
                    run(contender.system(), contender.setting(), plan.task(kind), contender.tally(kind));
                }
            }
        }
        new Comparison(plan, texts, report).report(contenders);
    }

    private Map<String, String> setting(MeasuredSystem system) throws IOException, InterruptedException {
        List<Choice> choices = plan.choices(system);
        Map<String, String> best = new SettingsSearch(choices, setting -> trial(system, setting)).best();
        if (choices.stream().allMatch(choice -> choice.values().size() == 1)) {
            system.start(best, plan.task(Kind.FREE).longest()).close(); // says at once if it cannot run here
        }
        return best;
    }

    private double trial(MeasuredSystem system, Map<String, String> setting) throws IOException, InterruptedException {
        Tally tally = new Tally(Kind.FREE, plan.trial().documents());
        try {
            run(system, setting, plan.trial(), tally);
        } catch (SystemRefusedException e) {
            throw e;
        } catch (IOException e) {
            progress.println("%s cannot run with %s: %s".formatted(system.name(), setting, e.getMessage()));
            return 0;
        }
        Map<String, Object> figures = new LinkedHashMap<>(tally.figures(texts));
        figures.keySet().retainAll(List.of("documents_per_second", "steps_per_output_token", "field_score"));
        report.figure(system.name(), plan.name() + " trial of " + setting, figures);
        return tally.documentsPerSecond();
    }

    private void run(MeasuredSystem system, Map<String, String> setting, Task task, Tally tally)
            throws IOException, InterruptedException {
        Task first = new Task(Kind.FREE, Math.min(WARM_UP_TOKENS, task.mostOutputTokens()), warmUp);
        try (RunningSystem running = system.start(setting, Math.max(task.longest(), first.longest()))) {
            running.run(first);
            Answer answer = running.run(task);
            tally.add(answer, running.peakMebibytes());
            progress.printf(
                    "  %s, %s: %.1f s for %d documents, so far %s%n",
                    system.name(),
                    task.kind().label(),
                    answer.seconds(),
                    task.documents().size(),
                    tally.figures(texts));
        }
    }
}
