package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.timer.TimedWork;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Submits, scores and cancels every second. */
@Singleton
class EvaluationLoop {
    private final TimedWork timed;
    private final Instance<RunSubmission> submission;
    private final Instance<RunScoring> scoring;
    private final Instance<LeftJobs> left;

    EvaluationLoop(
            TimedWork timed,
            Instance<RunSubmission> submission,
            Instance<RunScoring> scoring,
            Instance<LeftJobs> left) {
        this.timed = timed;
        this.submission = submission;
        this.scoring = scoring;
        this.left = left;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        timed.run("submitting evaluations", () -> submission.get().runOnce());
        timed.run("scoring evaluations", () -> scoring.get().runOnce());
        timed.run("cancelling jobs of evaluations", () -> left.get().runOnce());
    }
}
