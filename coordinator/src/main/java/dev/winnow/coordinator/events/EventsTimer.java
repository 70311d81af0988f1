package dev.winnow.coordinator.events;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/** Sends and tells once a second. */
@Singleton
class EventsTimer {
    private final JobChanges changes;
    private final JobStreams streams;

    EventsTimer(JobChanges changes, JobStreams streams) {
        this.changes = changes;
        this.streams = streams;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        changes.send();
        streams.round();
    }
}
