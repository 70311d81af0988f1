package dev.winnow.worker.training;

import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.engine.training.TrainingStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has come of a training and is not reported yet. Thread-safe. */
final class Journal {
    // Of the time of a step, how much the last one says: rows of a step differ in length.
    private static final double WEIGHT = 0.2;

    private final TrainingAttempt attempt;
    private final Portion portion;
    private final List<StepLoss> unheard = new ArrayList<>();
    private @Nullable TrainingProgress progress;
    private @Nullable Double evaluation;
    private double stepSeconds;
    private double tokensPerSecond;

    /** Of those steps of a training: the curve has the numbers that they have in all of it. */
    Journal(TrainingAttempt attempt, Portion portion) {
        this.attempt = attempt;
        this.portion = portion;
    }

    synchronized void begins(int done, int steps) {
        progress = new TrainingProgress(done, steps, null, evaluation, 0, null);
    }

    synchronized void step(TrainingStep step) {
        double seconds = step.took().toNanos() / 1e9;
        stepSeconds = stepSeconds == 0 ? seconds : (1 - WEIGHT) * stepSeconds + WEIGHT * seconds;
        tokensPerSecond = tokensPerSecond == 0
                ? step.tokensPerSecond()
                : (1 - WEIGHT) * tokensPerSecond + WEIGHT * step.tokensPerSecond();
        unheard.add(new StepLoss(portion.step(step.step() - 1) + 1, step.loss(), null));
        progress = new TrainingProgress(
                step.step(),
                step.steps(),
                step.loss(),
                evaluation,
                tokensPerSecond,
                stepSeconds * (step.steps() - step.step()));
    }

    synchronized void evaluated(int step, double loss) {
        evaluation = loss;
        unheard.add(new StepLoss(step, null, loss));
        TrainingProgress now = progress;
        if (now != null) {
            progress = new TrainingProgress(
                    now.step(), now.steps(), now.loss(), loss, now.tokensPerSecond(), now.etaSeconds());
        }
    }

    synchronized TrainingReport report() {
        return new TrainingReport(attempt, progress, unheard);
    }

    /** What that report told is known. */
    synchronized void heard(TrainingReport report) {
        // As a set: after a coordinator was away for hours there are many.
        unheard.removeAll(new HashSet<>(report.losses()));
    }
}
