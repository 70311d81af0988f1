package dev.winnow.benchmarks.training;

import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.LoraSettings;
import dev.winnow.engine.training.OptimizerSettings;
import dev.winnow.engine.training.Products;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.TrainingMemory;
import dev.winnow.engine.training.TrainingRoom;
import dev.winnow.engine.training.TrainingSettings;
import java.nio.file.Path;

/**
 * What the trainer's process is told.
 *
 * @param model its folder or file
 * @param examples a file of {@link TrainingLine}s
 * @param heldOut a file of others, which are not learned
 * @param base how the frozen weights are kept
 * @param products the type of products
 * @param rate the highest
 * @param epochs how often each example is seen
 * @param stepExamples examples of a step
 * @param packTokens tokens that are computed at once
 * @param steps the most steps; the schedule is that of all
 * @param seed of order and first factors
 * @param memoryMebibytes for all tensors; 0 for no more than is needed
 * @param stateBytes of it for the optimizer's state
 * @param folder gets {@code first}, {@code settings.json} and {@code adapter}
 */
record TrainingStart(
        Path model,
        Path examples,
        Path heldOut,
        String base,
        String products,
        double rate,
        int epochs,
        int stepExamples,
        int packTokens,
        int steps,
        long seed,
        long memoryMebibytes,
        long stateBytes,
        Path folder) {
    private static final long PLENTY = Long.MAX_VALUE / 2;

    TrainingSettings settings() {
        return TrainingSettings.DEFAULT
                .with(LoraSettings.DEFAULT)
                .with(OptimizerSettings.DEFAULT.withRate(rate))
                .with(BaseForm.fromWireName(base), Products.fromWireName(products))
                .with(epochs, stepExamples, packTokens)
                .withSeed(seed);
    }

    TrainingRoom room(DecoderShape shape) {
        if (memoryMebibytes > 0) {
            return new TrainingRoom(MemoryBudget.ofMebibytes(memoryMebibytes), stateBytes, folder);
        }
        TrainingMemory most =
                Trainer.memory(shape, settings(), new TrainingRoom(new MemoryBudget(PLENTY), stateBytes, folder));
        return new TrainingRoom(
                new MemoryBudget(most.totalBytes() - most.keptLayers() * most.keptBytes()), stateBytes, folder);
    }

    Path first() {
        return folder.resolve("first");
    }

    Path beside() {
        return folder.resolve("settings.json");
    }

    Path adapter() {
        return folder.resolve("adapter");
    }
}
