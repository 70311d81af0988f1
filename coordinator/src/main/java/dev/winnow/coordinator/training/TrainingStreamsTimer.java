package dev.winnow.coordinator.training;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/** Tells once a second. */
@Singleton
class TrainingStreamsTimer {
    private final TrainingStreams streams;

    TrainingStreamsTimer(TrainingStreams streams) {
        this.streams = streams;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        streams.round();
    }
}
