package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.timer.TimedWork;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Does runs that are due, judges what has come out of them, and looks every second for fires that nobody was woken for.
 */
@Singleton
class ScheduleRounds {
    private static final Logger LOG = Logger.getLogger(ScheduleRounds.class);

    private final TimedWork timed;
    private final Instance<Schedules> schedules;
    private final Instance<RunWork> work;
    private final Instance<RunJudging> judging;

    ScheduleRounds(
            TimedWork timed, Instance<Schedules> schedules, Instance<RunWork> work, Instance<RunJudging> judging) {
        this.timed = timed;
        this.schedules = schedules;
        this.work = work;
        this.judging = judging;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        timed.run("looking for unheard fires", () -> schedules.get().ringUnheard());
        timed.run("doing runs of schedules", () -> {
            while (work.get().runOnce()) {
                LOG.debug("a run is done");
            }
        });
        timed.run("judging runs of schedules", () -> judging.get().runOnce());
    }
}
