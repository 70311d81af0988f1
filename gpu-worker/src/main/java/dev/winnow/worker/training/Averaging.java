package dev.winnow.worker.training;

import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.training.Leg;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.averaging.AdapterMean;
import dev.winnow.engine.training.averaging.PartUnfitException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Averages what the parts of a round have brought, and asks the held-out rows what it is worth. */
final class Averaging {
    private static final Logger LOG = Logger.getLogger(Averaging.class);

    private final TrainingParts parts;
    private final Granted granted;
    private final Preparation preparation;
    private final Path folder;
    private final Journal journal;

    Averaging(TrainingParts parts, Granted granted, Preparation preparation, Path folder, Journal journal) {
        this.parts = parts;
        this.granted = granted;
        this.preparation = preparation;
        this.folder = folder;
        this.journal = journal;
    }

    /** Does it; the journal knows the loss of the held-out rows then. */
    Averaged average(TrainingTask.Average task, LoadableModel model)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException, TrainingUnfitException {
        PlannedTraining planned =
                PlannedTraining.of(granted.plan(), model.shape(), parts.budget(), parts.device(), folder);
        List<AdapterMean.Part> adapters = new ArrayList<>();
        for (TrainingTask.Input input : task.inputs()) {
            adapters.add(new AdapterMean.Part(preparation.adapter(input), Math.max(1, input.tokens())));
        }
        Path mean = folder.resolve("mean");
        double residual;
        try {
            residual = new AdapterMean(model.shape(), planned.settings().lora()).write(adapters, mean, model.name());
        } catch (PartUnfitException e) {
            throw new TrainingUnfitException(
                    "part_unfit",
                    String.valueOf(e.getMessage()),
                    task.inputs().get(e.part()).piece());
        }
        LOG.infof(
                "round %d: %d adapters are averaged, the rank loses %.4f of the mean",
                task.portion().round() + 1, adapters.size(), residual);
        judge(task, model, planned, mean);
        return new Averaged(mean, residual);
    }

    private void judge(TrainingTask.Average task, LoadableModel model, PlannedTraining planned, Path mean)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException {
        Examples examples = preparation.examples(model.text());
        if (examples.heldOut().isEmpty()) {
            return;
        }
        Leg leg = new Leg(task.portion(), mean);
        try (Trainer trainer = preparation.trainer(model, examples, planned, leg, parts.clock())) {
            int all = Math.toIntExact(granted.plan().steps(examples.train().size()));
            journal.evaluated(task.portion().doneAfter(all), trainer.evaluate(examples.heldOut()));
        }
    }

    /**
     * What came of it.
     *
     * @param adapter a folder as PEFT has it
     * @param residual what the rank has lost of the mean, as a share
     */
    record Averaged(Path adapter, double residual) {}
}
