package dev.winnow.worker.training;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.worker.control.TrainingClient;
import dev.winnow.worker.metrics.WorkerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What trainings need of their worker.
 *
 * @param client the coordinator's calls in this incarnation's name
 * @param model opens the model whose adapters are trained
 * @param budget for the tensors of a training
 * @param device where they are, and all is computed
 * @param scratch a folder for rows, checkpoints and pages
 * @param checkpointEvery how often a checkpoint is left
 * @param hangAfter after how long without a step a training hangs
 * @param metrics counts their steps
 * @param clock what time it is
 * @param chance for waits
 */
public record TrainingParts(
        TrainingClient client,
        ModelOpening model,
        MemoryBudget budget,
        Device device,
        Path scratch,
        Duration checkpointEvery,
        Duration hangAfter,
        WorkerMetrics metrics,
        Clock clock,
        RandomGenerator chance) {
    /** Opens a model; whoever has it closes it. */
    @FunctionalInterface
    public interface ModelOpening {
        /** Opens it. */
        LoadableModel open() throws IOException;
    }
}
