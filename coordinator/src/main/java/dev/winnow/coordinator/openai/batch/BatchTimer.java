package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.openai.file.Files;
import dev.winnow.coordinator.timer.TimedWork;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Moves batches every second, and sweeps files now and then. */
@Singleton
class BatchTimer {
    private final TimedWork timed;
    private final Instance<BatchRounds> rounds;
    private final Instance<Files> files;

    BatchTimer(TimedWork timed, Instance<BatchRounds> rounds, Instance<Files> files) {
        this.timed = timed;
        this.rounds = rounds;
        this.files = files;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        timed.run("moving batches", () -> rounds.get().runOnce());
    }

    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        timed.run("removing expired files", () -> files.get().sweep());
    }
}
