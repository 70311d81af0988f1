package dev.winnow.benchmarks.training;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.model.LoadableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lets all learn that a plan names, one after the other, and reports them. */
final class TrainingBench {
    private static final int MOST_OUTPUT_TOKENS = 256;

    private final TrainingPlan plan;
    private final TrainingRows rows;
    private final BaseModel base;
    private final LoadableModel model;
    private final TextModel texts;
    private final Report report;
    private final TrainingRun run;
    private final PeftAgreement agreement;
    private final SeedSpread spread = new SeedSpread();

    TrainingBench(
            TrainingPlan plan,
            TrainingRows rows,
            HuggingFace python,
            BaseModel base,
            LoadableModel model,
            TextModel texts,
            Report report) {
        this.plan = plan;
        this.rows = rows;
        this.base = base;
        this.model = model;
        this.texts = texts;
        this.report = report;
        this.run = new TrainingRun(python, base);
        this.agreement = new PeftAgreement(python, base);
    }

    void run(Path folder) throws IOException, InterruptedException {
        for (long seed : plan.seeds()) {
            learn(seed, Files.createDirectory(folder.resolve("seed-" + seed)));
        }
        if (plan.seeds().size() > 1) {
            spread.bySystem().forEach((system, figures) -> report.figure(system, rows.name() + ", all seeds", figures));
        }
    }

    private void learn(long seed, Path folder) throws IOException, InterruptedException {
        TrainingRatios ratios = new TrainingRatios(plan.seeds().size() > 1 ? "_of_seed_" + seed : "");
        @Nullable TrainingStart first = null;
        for (Learner learner : plan.learners()) {
            Path own = Files.createDirectory(folder.resolve(learner.name()));
            Path adapter = own.resolve("adapter");
            LossCurve curve;
            if (learner instanceof Learner.Peft peft && first != null) {
                curve = run.peft(first, peft, adapter);
            } else if (learner instanceof Learner.Winnow winnow) {
                TrainingStart start = plan.start(base.folder(), rows, winnow, seed, own);
                first = first == null ? start : first;
                curve = run.winnow(start);
            } else {
                throw new IllegalStateException("a plan begins with one of Winnow's");
            }
            ratios.add(learner, curve);
            String setting = "%s, seed %d".formatted(rows.name(), seed);
            Map<String, Object> figures = new LinkedHashMap<>(curve.figures());
            report.figure(learner.name(), setting, figures);
            if (plan.score() || plan.agree() > 0) {
                figures.putAll(written(learner, setting, own, adapter));
            }
            spread.add(learner.name(), figures);
        }
        ratios.reportTo(report);
    }

    /** Lets an adapter write; the figures of its score. */
    private Map<String, Object> written(Learner learner, String setting, Path folder, Path adapter)
            throws IOException, InterruptedException {
        List<TokenDocument> documents = rows.measured();
        Written written = Written.by(model, adapter, texts, documents, MOST_OUTPUT_TOKENS);
        Map<String, Object> scores = new AdapterScore(texts, documents).of(written);
        if (plan.score()) {
            report.figure(learner.name(), setting + ", score", scores);
        }
        int some = Math.min(plan.agree(), documents.size());
        if (some > 0) {
            Map<String, Object> agreed = agreement.of(
                    folder,
                    adapter,
                    documents.subList(0, some),
                    written.free().subList(0, some),
                    MOST_OUTPUT_TOKENS,
                    texts.endTokens());
            report.figure(learner.name(), setting + ", PEFT writes with it", agreed);
        }
        return plan.score() ? scores : Map.of();
    }
}
