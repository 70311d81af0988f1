package dev.winnow.coordinator.training;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Runs reaper, rounds and dispatch, and has adapters evaluated, every second, from when the application has started.
 */
@Singleton
class TrainingLoop {
    private static final Logger LOG = Logger.getLogger(TrainingLoop.class);

    private final Instance<TrainingReaper> reaper;
    private final Instance<Rounds> rounds;
    private final Instance<TrainingDispatch> dispatch;
    private final Instance<TrainingEvaluations> evaluations;
    private final DispatchConfig config;
    private volatile boolean started;

    TrainingLoop(
            Instance<TrainingReaper> reaper,
            Instance<Rounds> rounds,
            Instance<TrainingDispatch> dispatch,
            Instance<TrainingEvaluations> evaluations,
            DispatchConfig config) {
        this.reaper = reaper;
        this.rounds = rounds;
        this.dispatch = dispatch;
        this.evaluations = evaluations;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        if (started && config.automatic()) {
            run("reaper", () -> reaper.get().runOnce());
            run("rounds", () -> rounds.get().runOnce());
            run("dispatch", () -> dispatch.get().runOnce());
            run("evaluation", () -> evaluations.get().runOnce());
        }
    }

    // A round that fails (database away) must not end the timer: the next one tries again.
    private static void run(String name, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the trainings' %s failed and is tried again", name);
        }
    }
}
