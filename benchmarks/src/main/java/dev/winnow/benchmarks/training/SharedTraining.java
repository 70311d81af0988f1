package dev.winnow.benchmarks.training;

import dev.winnow.common.training.Portion;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.training.Leg;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.TrainingExample;
import dev.winnow.engine.training.TrainingRoom;
import dev.winnow.engine.training.TrainingSettings;
import dev.winnow.engine.training.TrainingStep;
import dev.winnow.engine.training.averaging.AdapterMean;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A training that several nodes share, all of them played by this process, one after the other. */
final class SharedTraining {
    private final LoadableModel model;
    private final List<TrainingExample> examples;
    private final List<TrainingExample> heldOut;
    private final TrainingRoom room;

    SharedTraining(
            LoadableModel model, List<TrainingExample> examples, List<TrainingExample> heldOut, TrainingRoom room) {
        this.model = model;
        this.examples = List.copyOf(examples);
        this.heldOut = List.copyOf(heldOut);
        this.room = room;
    }

    /** Where {@link #run} leaves what came of it. */
    static Path adapter(Path folder) {
        return folder.resolve("adapter");
    }

    /** Trains, and gives losses by name. */
    Map<String, Object> run(TrainingSettings settings, int nodes, int localSteps, Path folder) throws IOException {
        int all = settings.epochs() * ((examples.size() + settings.stepExamples() - 1) / settings.stepExamples());
        int rounds = new Portion(nodes, localSteps, 0, 0).rounds(all);
        AdapterMean mean = new AdapterMean(model.shape(), settings.lora());
        List<Double> residuals = new ArrayList<>();
        List<Double> lastLosses = new ArrayList<>();
        @Nullable Path from = null;
        double judged = 0;
        if (nodes == 1) {
            judged = learn(settings, Leg.WHOLE, adapter(folder), lastLosses, true)
                    .loss();
        }
        for (int round = 0; nodes > 1 && round < rounds; round++) {
            lastLosses.clear();
            List<AdapterMean.Part> parts = new ArrayList<>();
            for (int part = 0; part < nodes; part++) {
                Portion portion = new Portion(nodes, localSteps, round, part);
                if (portion.steps(all) > 0) {
                    Path own = folder.resolve("%d-%d".formatted(round, part));
                    parts.add(new AdapterMean.Part(
                            own,
                            learn(settings, new Leg(portion, from), own, lastLosses, false)
                                    .tokens()));
                }
            }
            from = round == rounds - 1 ? adapter(folder) : folder.resolve("mean-" + round);
            residuals.add(Math.round(mean.write(parts, from, "base") * 1e5) / 1e5);
        }
        if (from != null) {
            judged = judge(settings, from);
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("steps", all);
        figures.put("rounds", nodes == 1 ? 1 : rounds);
        figures.put(
                "last_losses_mean",
                lastLosses.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
        figures.put("held_out_loss", judged);
        figures.put("residuals", residuals);
        return figures;
    }

    private Learned learn(TrainingSettings settings, Leg leg, Path into, List<Double> lastLosses, boolean judged)
            throws IOException {
        try (Trainer trainer = trainer(settings, leg)) {
            long tokens = 0;
            while (!trainer.finished()) {
                TrainingStep step = trainer.step();
                tokens += step.supervisedTokens();
                if (trainer.steps() - trainer.stepsDone() < 5) {
                    lastLosses.add(step.loss());
                }
            }
            trainer.writeAdapter(into, "base");
            return new Learned(tokens, judged ? trainer.evaluate(heldOut) : 0);
        }
    }

    private double judge(TrainingSettings settings, Path adapter) {
        try (Trainer trainer = trainer(settings, new Leg(new Portion(1, 1, 0, 0), adapter))) {
            return trainer.evaluate(heldOut);
        }
    }

    private Trainer trainer(TrainingSettings settings, Leg leg) {
        return Trainer.start(model.shape(), model.weights(), examples, settings, room, Clock.systemUTC(), leg);
    }

    private record Learned(long tokens, double loss) {}
}
