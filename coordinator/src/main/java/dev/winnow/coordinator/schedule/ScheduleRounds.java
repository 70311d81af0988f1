package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.dispatch.DispatchConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Does runs that are due, judges what has come out of them, and looks every second for fires that nobody was woken for.
 */
@Singleton
class ScheduleRounds {
    private static final Logger LOG = Logger.getLogger(ScheduleRounds.class);

    private final Instance<Schedules> schedules;
    private final Instance<RunWork> work;
    private final Instance<RunJudging> judging;
    private final DispatchConfig config;
    private volatile boolean started;

    ScheduleRounds(
            Instance<Schedules> schedules,
            Instance<RunWork> work,
            Instance<RunJudging> judging,
            DispatchConfig config) {
        this.schedules = schedules;
        this.work = work;
        this.judging = judging;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        if (started && config.automatic()) {
            run("fires", () -> schedules.get().ringUnheard());
            run("runs", () -> {
                while (work.get().runOnce()) {
                    LOG.debug("a run is done");
                }
            });
            run("judgements", () -> judging.get().runOnce());
        }
    }

    // A round that fails (database away) must not end the timer: the next one tries again.
    private static void run(String name, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "the schedules' %s failed and are tried again", name);
        }
    }
}
