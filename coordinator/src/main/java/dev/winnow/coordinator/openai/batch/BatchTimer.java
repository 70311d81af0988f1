package dev.winnow.coordinator.openai.batch;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.openai.file.Files;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Moves batches every second, from when the application has started, and sweeps files now and then. */
@Singleton
class BatchTimer {
    private static final Logger LOG = Logger.getLogger(BatchTimer.class);

    private final Instance<BatchRounds> rounds;
    private final Instance<Files> files;
    private final DispatchConfig config;
    private volatile boolean started;

    BatchTimer(Instance<BatchRounds> rounds, Instance<Files> files, DispatchConfig config) {
        this.rounds = rounds;
        this.files = files;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        run("batches are not moved", () -> rounds.get().runOnce());
    }

    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        run("expired files are not removed", () -> files.get().sweep());
    }

    // A round that fails (database away) must not end the timer.
    private void run(String failure, Runnable round) {
        if (started && config.automatic()) {
            try {
                round.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s now, another attempt follows", failure);
            }
        }
    }
}
