package dev.winnow.worker.training;

import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.TrainingFailedException;
import dev.winnow.engine.training.TrainingRefusedException;
import dev.winnow.engine.training.TrainingStep;
import dev.winnow.text.chat.TemplateRefusedException;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.WorkerRefusedException;
import dev.winnow.worker.training.TrainingStoppedException.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * One attempt at one training, from its rows to its adapter, on a thread of its own. What it leaves behind is with the
 * coordinator; whichever line this process dies at, another worker goes on from the last checkpoint.
 */
final class TrainingRun implements Runnable {
    private static final Logger LOG = Logger.getLogger(TrainingRun.class);

    private final TrainingParts parts;
    private final TrainingAttempt attempt;
    private final Granted granted;
    private final Runnable over;
    private final Pulse pulse;
    private final StopSign sign;
    private final Journal journal;

    /** Takes what was granted; {@code over} is called on its thread, when all is said. */
    TrainingRun(TrainingParts parts, TrainingAttempt attempt, Granted granted, Runnable over) {
        this.parts = parts;
        this.attempt = attempt;
        this.granted = granted;
        this.over = over;
        this.pulse = new Pulse(parts.clock());
        this.sign = new StopSign(parts.chance(), pulse);
        this.journal =
                new Journal(attempt, granted.task() instanceof TrainingTask.Part part ? part.portion() : Portion.WHOLE);
    }

    void stop(Stop why) {
        sign.raise(why);
    }

    /** Whether it has not got on for so long that it hangs in native code, where no thread of Java can reach it. */
    boolean hangs() {
        return pulse.silence().compareTo(parts.hangAfter()) > 0;
    }

    /** Says that it goes on, and stops it if the coordinator does not want that. */
    void report() throws CoordinatorAwayException, CoordinatorRefusedException {
        TrainingReport report = journal.report();
        if (parts.client().report(report)) {
            journal.heard(report);
        } else {
            sign.raise(Stop.LOST);
        }
    }

    /** Hands it back from another thread, when this one's does not end in time. */
    void giveBack() throws CoordinatorAwayException, CoordinatorRefusedException {
        parts.client().giveBack(attempt);
    }

    @Override
    public void run() {
        try {
            inFolder();
            LOG.infof("training %s is done", attempt);
        } catch (TrainingStoppedException e) {
            stopped(e.why());
        } catch (CoordinatorRefusedException e) {
            refused(e);
        } catch (TrainingUnfitException e) {
            end(new TrainingEnd(attempt, e.code(), String.valueOf(e.getMessage()), e.culprit()));
        } catch (TrainingRefusedException | ModelRefusedException | TemplateRefusedException e) {
            end("training_refused", String.valueOf(e.getMessage()));
        } catch (WorkerRefusedException e) {
            // The heartbeats hear of it too, and end the process; the lease brings the training back.
            LOG.warnf("training %s stands still: %s", attempt, e.getMessage());
        } catch (IOException | OutOfMemoryError e) {
            // This worker's disk or memory: another one may do better, once the lease has run out.
            LOG.errorf(e, "training %s stands still", attempt);
        } catch (RuntimeException e) {
            // The same would happen to the next worker, and to the one after it.
            LOG.errorf(e, "training %s failed", attempt);
            end("training_error", "the worker failed at it: " + e);
        } finally {
            over.run();
        }
    }

    private void inFolder()
            throws IOException, TrainingStoppedException, CoordinatorRefusedException, TrainingUnfitException {
        Files.createDirectories(parts.scratch());
        Path folder = Files.createTempDirectory(parts.scratch(), "training-");
        try {
            train(folder);
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) {
        try {
            Folder.remove(folder);
        } catch (IOException e) {
            LOG.warnf(e, "%s cannot be removed", folder);
        }
    }

    private void train(Path folder)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException, TrainingUnfitException {
        Preparation preparation = new Preparation(parts.client(), attempt, granted, sign, folder);
        if (granted.task() instanceof TrainingTask.Average task) {
            average(task, preparation, folder);
            return;
        }
        Custody custody;
        Examples examples;
        Trainer made;
        try (LoadableModel model = parts.model().open()) {
            // Before a row is fetched: whether it fits is known from the model's shape.
            PlannedTraining planned =
                    PlannedTraining.of(granted.plan(), model.shape(), parts.budget(), parts.device(), folder);
            examples = preparation.examples(model.text());
            made = preparation.trainer(model, examples, planned, preparation.leg(), parts.clock());
            custody = new Custody(parts.client(), attempt, sign, folder, model.name());
        }
        try (Trainer trainer = made) {
            learn(trainer, examples, custody);
        }
    }

    private void average(TrainingTask.Average task, Preparation preparation, Path folder)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException, TrainingUnfitException {
        Averaging.Averaged averaged;
        Custody custody;
        try (LoadableModel model = parts.model().open()) {
            averaged = new Averaging(parts, granted, preparation, folder, journal).average(task, model);
            custody = new Custody(parts.client(), attempt, sign, folder, model.name());
        }
        tell();
        custody.average(averaged.adapter(), averaged.residual());
    }

    private void learn(Trainer trainer, Examples examples, Custody custody)
            throws IOException, TrainingStoppedException, CoordinatorRefusedException, TrainingUnfitException {
        journal.begins(trainer.stepsDone(), trainer.steps());
        try {
            evaluate(trainer, examples, trainer.stepsDone() == 0 && beginsIt());
            Instant next = parts.clock().instant().plus(parts.checkpointEvery());
            while (!trainer.finished()) {
                sign.pass();
                pulse.beat();
                TrainingStep step = trainer.step();
                parts.metrics().trained(step.tokens(), step.took());
                journal.step(step);
                pulse.beat();
                if (!parts.clock().instant().isBefore(next)) {
                    leave(custody, trainer);
                    next = parts.clock().instant().plus(parts.checkpointEvery());
                }
            }
            boolean isPart = granted.task() instanceof TrainingTask.Part;
            // What a part has learned is asked of its round's average.
            evaluate(trainer, examples, !isPart);
            tell();
            if (isPart) {
                custody.part(trainer, learned(trainer, examples));
            } else {
                custody.adapter(trainer);
            }
        } catch (TrainingFailedException e) {
            // The step was not taken: what was learned before it is worth keeping.
            leave(custody, trainer);
            throw new TrainingUnfitException("loss_is_no_number", String.valueOf(e.getMessage()));
        } catch (TrainingStoppedException e) {
            if (e.why() == Stop.LEAVING) {
                leave(custody, trainer);
            }
            throw e;
        }
    }

    private boolean beginsIt() {
        return !(granted.task() instanceof TrainingTask.Part part)
                || (part.portion().round() == 0 && part.portion().part() == 0);
    }

    private static long learned(Trainer trainer, Examples examples) {
        return IntStream.range(0, trainer.steps())
                .boxed()
                .flatMap(step -> trainer.examplesOf(step).stream())
                .mapToLong(example -> examples.train().get(example).supervised())
                .sum();
    }

    /** The card tells the whole curve. */
    private void tell() throws TrainingStoppedException, CoordinatorRefusedException {
        sign.patiently(() -> {
            report();
            return attempt;
        });
    }

    /** Leaves a checkpoint, and before it the curve so far: whoever goes on from there tells of later steps only. */
    private void leave(Custody custody, Trainer trainer) throws IOException, CoordinatorRefusedException {
        try {
            report();
        } catch (CoordinatorAwayException e) {
            LOG.warnf("training %s: no checkpoint: %s", attempt, e.getMessage());
            return;
        }
        custody.checkpoint(trainer);
    }

    private void evaluate(Trainer trainer, Examples examples, boolean wanted) throws TrainingStoppedException {
        if (wanted && !examples.heldOut().isEmpty()) {
            sign.pass();
            pulse.beat();
            journal.evaluated(trainer.stepsDone(), trainer.evaluate(examples.heldOut()));
            pulse.beat();
        }
    }

    private void stopped(Stop why) {
        if (why == Stop.LOST) {
            LOG.infof("training %s is not wanted here any more", attempt);
            return;
        }
        try {
            giveBack();
            LOG.infof("training %s was handed back", attempt);
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            LOG.warnf("training %s comes back with its lease: %s", attempt, e.getMessage());
        }
    }

    private void refused(CoordinatorRefusedException e) {
        if (e.conflict()) {
            LOG.infof("training %s is not this worker's any more: %s", attempt, e.getMessage());
        } else {
            end("coordinator_refused", String.valueOf(e.getMessage()));
        }
    }

    private void end(String code, String message) {
        end(new TrainingEnd(attempt, code, message));
    }

    private void end(TrainingEnd end) {
        LOG.warnf("training %s cannot be done: %s", attempt, end.message());
        try {
            sign.patiently(() -> {
                parts.client().fail(end);
                return attempt;
            });
        } catch (TrainingStoppedException | CoordinatorRefusedException e) {
            LOG.debugf(e, "training %s is not this worker's any more", attempt);
        }
    }
}
