package dev.winnow.coordinator.webhook;

import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;

/** Delivers what is due once a second, and clears the log now and then. */
@Singleton
class WebhookTimer {
    private final DeliveryLoop loop;
    private final LogSweep sweep;

    WebhookTimer(DeliveryLoop loop, LogSweep sweep) {
        this.loop = loop;
        this.sweep = sweep;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        loop.tick();
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void sweep() {
        sweep.runOnce();
    }
}
