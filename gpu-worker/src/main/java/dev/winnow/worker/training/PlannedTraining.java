package dev.winnow.worker.training;

import dev.winnow.common.training.TrainingPlan;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.LoraSettings;
import dev.winnow.engine.training.OptimizerSettings;
import dev.winnow.engine.training.Products;
import dev.winnow.engine.training.TargetModule;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.TrainingMemory;
import dev.winnow.engine.training.TrainingRefusedException;
import dev.winnow.engine.training.TrainingRoom;
import dev.winnow.engine.training.TrainingSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * A plan as the engine takes it, with the room that it gets here.
 *
 * @param settings what its result depends on
 * @param room what only its speed depends on
 */
record PlannedTraining(TrainingSettings settings, TrainingRoom room) {
    private static final Logger LOG = Logger.getLogger(PlannedTraining.class);

    // Where the optimizer's state does not fit beside the rest, its pages pass through so much.
    private static final long FEW_PAGES = 16L << 20;

    /**
     * Says what a training takes before anything is loaded.
     *
     * @param scratch for the optimizer's pages
     * @throws TrainingRefusedException if the budget is not enough, or the plan does not fit the model
     */
    static PlannedTraining of(TrainingPlan plan, DecoderShape shape, MemoryBudget budget, Device device, Path scratch) {
        TrainingSettings settings = settings(plan);
        TrainingRoom whole = new TrainingRoom(budget, Long.MAX_VALUE, scratch, device);
        try {
            return told(settings, whole, shape);
        } catch (TrainingRefusedException e) {
            return told(settings, new TrainingRoom(budget, FEW_PAGES, scratch, device), shape);
        }
    }

    private static PlannedTraining told(TrainingSettings settings, TrainingRoom room, DecoderShape shape) {
        TrainingMemory memory = Trainer.memory(shape, settings, room);
        LOG.infof(
                "the training will take %d of %d MiB on %s, %d of %d layers kept",
                memory.totalBytes() >> 20,
                room.memory().bytes() >> 20,
                room.device().wireName(),
                memory.keptLayers(),
                shape.layers());
        return new PlannedTraining(settings, room);
    }

    static TrainingSettings settings(TrainingPlan plan) {
        LoraSettings lora = new LoraSettings(
                plan.rank(),
                plan.alpha(),
                plan.modules().stream().map(TargetModule::fromWireName).collect(Collectors.toSet()),
                plan.dropout(),
                plan.stabilized());
        OptimizerSettings optimizer = new OptimizerSettings(
                plan.rate(),
                plan.warmUpSteps(),
                OptimizerSettings.Decay.valueOf(plan.decay().toUpperCase(Locale.ROOT)),
                OptimizerSettings.DEFAULT.weightDecay(),
                OptimizerSettings.DEFAULT.mostNorm());
        return new TrainingSettings(
                lora,
                optimizer,
                BaseForm.fromWireName(plan.form()),
                Products.fromWireName(plan.products()),
                plan.epochs(),
                plan.batch(),
                plan.packTokens(),
                plan.seed());
    }
}
