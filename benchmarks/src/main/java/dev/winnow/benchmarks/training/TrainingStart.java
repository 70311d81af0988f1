package dev.winnow.benchmarks.training;

import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.LoraSettings;
import dev.winnow.engine.training.OptimizerSettings;
import dev.winnow.engine.training.Products;
import dev.winnow.engine.training.TrainingRoom;
import dev.winnow.engine.training.TrainingSettings;
import java.nio.file.Path;

/**
 * What the trainer's process is told.
 *
 * @param model its folder or file
 * @param examples a file of {@link TrainingLine}s
 * @param base how the frozen weights are kept
 * @param products the type of products
 * @param epochs how often each example is seen
 * @param stepExamples examples of a step
 * @param packTokens tokens that are computed at once
 * @param steps the most steps; the schedule is that of all
 * @param memoryMebibytes for all tensors
 * @param stateBytes of it for the optimizer's state
 * @param folder gets {@code first}, {@code settings.json} and {@code adapter}
 */
record TrainingStart(
        Path model,
        Path examples,
        String base,
        String products,
        int epochs,
        int stepExamples,
        int packTokens,
        int steps,
        long memoryMebibytes,
        long stateBytes,
        Path folder) {
    TrainingSettings settings() {
        return TrainingSettings.DEFAULT
                .with(LoraSettings.DEFAULT)
                .with(OptimizerSettings.DEFAULT)
                .with(BaseForm.fromWireName(base), Products.fromWireName(products))
                .with(epochs, stepExamples, packTokens);
    }

    TrainingRoom room() {
        return new TrainingRoom(MemoryBudget.ofMebibytes(memoryMebibytes), stateBytes, folder);
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
