package dev.winnow.worker.training;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.engine.training.Checkpoint;
import dev.winnow.engine.training.Trainer;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.TrainingClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/** Leaves with the coordinator what comes out of an attempt. Used by its thread alone. */
final class Custody {
    private static final Logger LOG = Logger.getLogger(Custody.class);

    private final TrainingClient client;
    private final TrainingAttempt attempt;
    private final StopSign sign;
    private final Path folder;
    private final String base;
    private int leftAt = -1;

    /**
     * Takes where from and where to.
     *
     * @param folder of this attempt alone
     * @param base the model's name, for people
     */
    Custody(TrainingClient client, TrainingAttempt attempt, StopSign sign, Path folder, String base) {
        this.client = client;
        this.attempt = attempt;
        this.sign = sign;
        this.folder = folder;
        this.base = base;
    }

    /** Leaves a checkpoint; a coordinator that is away costs it, and the training goes on. */
    void checkpoint(Trainer trainer) throws IOException, CoordinatorRefusedException {
        if (trainer.stepsDone() == leftAt) {
            return;
        }
        Checkpoint written = trainer.checkpoint(folder.resolve("checkpoints"), base);
        Path zip = folder.resolve("checkpoint.zip");
        Folder.pack(Folder.files(written.adapter()), true, zip);
        try {
            client.leaveCheckpoint(attempt, written.stepsDone(), zip);
            leftAt = written.stepsDone();
            LOG.infof("training %s: checkpoint of step %d, %d MiB", attempt, leftAt, Files.size(zip) >> 20);
        } catch (CoordinatorAwayException e) {
            LOG.warnf("training %s: no checkpoint of step %d: %s", attempt, written.stepsDone(), e.getMessage());
        } finally {
            Files.deleteIfExists(zip);
        }
    }

    /** Brings the adapter, however long the coordinator is away. */
    void adapter(Trainer trainer) throws IOException, TrainingStoppedException, CoordinatorRefusedException {
        bring(written(trainer), zip -> client.finish(attempt, zip));
    }

    /** The same for a part of it. */
    void part(Trainer trainer, long tokens) throws IOException, TrainingStoppedException, CoordinatorRefusedException {
        bring(written(trainer), zip -> client.finishPart(attempt, tokens, zip));
    }

    /** The same for a round's average. */
    void average(Path adapter, double residual)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException {
        bring(adapter, zip -> client.finishAverage(attempt, residual, zip));
    }

    private Path written(Trainer trainer) throws IOException {
        Path adapter = folder.resolve("adapter");
        trainer.writeAdapter(adapter, base);
        return adapter;
    }

    private void bring(Path adapter, Bringing how)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException {
        Path zip = folder.resolve("adapter.zip");
        Folder.pack(List.of(adapter.resolve(AdapterFiles.CONFIG), adapter.resolve(AdapterFiles.WEIGHTS)), false, zip);
        sign.patiently(() -> {
            how.bring(zip);
            return zip;
        });
    }

    @FunctionalInterface
    private interface Bringing {
        void bring(Path zip) throws CoordinatorAwayException, CoordinatorRefusedException;
    }
}
