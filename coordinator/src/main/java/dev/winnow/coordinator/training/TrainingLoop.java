package dev.winnow.coordinator.training;

import dev.winnow.coordinator.timer.TimedWork;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Runs reaper, rounds and dispatch, and has adapters evaluated, every second. */
@Singleton
class TrainingLoop {
    private final TimedWork timed;
    private final Instance<TrainingReaper> reaper;
    private final Instance<Rounds> rounds;
    private final Instance<TrainingDispatch> dispatch;
    private final Instance<TrainingEvaluations> evaluations;

    TrainingLoop(
            TimedWork timed,
            Instance<TrainingReaper> reaper,
            Instance<Rounds> rounds,
            Instance<TrainingDispatch> dispatch,
            Instance<TrainingEvaluations> evaluations) {
        this.timed = timed;
        this.reaper = reaper;
        this.rounds = rounds;
        this.dispatch = dispatch;
        this.evaluations = evaluations;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        timed.run("looking for lost trainings", () -> reaper.get().runOnce());
        timed.run("moving rounds of trainings", () -> rounds.get().runOnce());
        timed.run("handing out trainings", () -> dispatch.get().runOnce());
        timed.run("having adapters evaluated", () -> evaluations.get().runOnce());
    }
}
