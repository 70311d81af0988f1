package dev.winnow.worker.life;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.worker.WorkerConfig;
import java.io.IOException;
import java.util.Optional;

/** The memory that trainings may take beside what the worker serves. */
final class TrainingBudget {
    private TrainingBudget() {}

    /**
     * As the settings say; none where no trainings are wanted.
     *
     * @throws IOException if it is not said for a card, of whose memory nothing is known here
     */
    static Optional<MemoryBudget> of(WorkerConfig config, Device device) throws IOException {
        if (!config.training()) {
            return Optional.empty();
        }
        if (config.trainingMebibytes().isPresent()) {
            return Optional.of(
                    MemoryBudget.ofMebibytes(config.trainingMebibytes().getAsLong()));
        }
        if (device != Device.CPU) {
            throw new IOException(
                    "WINNOW_TRAINING=true with WINNOW_DEVICE=%s needs WINNOW_TRAINING_MEBIBYTES: how much of"
                                    .formatted(device.wireName())
                            + " the card's memory trainings may take beside WINNOW_MEMORY_MEBIBYTES. Or leave trainings to"
                            + " workers on CPUs, with WINNOW_TRAINING=false");
        }
        return Optional.of(new MemoryBudget(MemoryBudget.halfOfMachine().bytes() / 2));
    }
}
