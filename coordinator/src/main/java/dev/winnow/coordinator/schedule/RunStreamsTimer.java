package dev.winnow.coordinator.schedule;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/** Tells once a second; not in {@link ScheduleRounds}, where an import may take minutes. */
@Singleton
class RunStreamsTimer {
    private final RunStreams streams;

    RunStreamsTimer(RunStreams streams) {
        this.streams = streams;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        streams.round();
    }
}
