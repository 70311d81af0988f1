package dev.winnow.coordinator.evaluation;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Submits, scores and cancels every second, from when the application has started. */
@Singleton
class EvaluationLoop {
    private static final Logger LOG = Logger.getLogger(EvaluationLoop.class);

    private final Instance<RunSubmission> submission;
    private final Instance<RunScoring> scoring;
    private final Instance<LeftJobs> left;
    private final DispatchConfig config;
    private volatile boolean started;

    EvaluationLoop(
            Instance<RunSubmission> submission,
            Instance<RunScoring> scoring,
            Instance<LeftJobs> left,
            DispatchConfig config) {
        this.submission = submission;
        this.scoring = scoring;
        this.left = left;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        if (started && config.automatic()) {
            run("submission", () -> submission.get().runOnce());
            run("scoring", () -> scoring.get().runOnce());
            run("cancelling", () -> left.get().runOnce());
        }
    }

    // A round that fails (database away) must not end the timer: the next one tries again.
    private static void run(String name, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the evaluations' %s failed and is tried again", name);
        }
    }
}
