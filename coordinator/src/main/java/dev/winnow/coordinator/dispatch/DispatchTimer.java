package dev.winnow.coordinator.dispatch;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Winds the loop up every second, from when the application has started: before that there are no channels. */
@Singleton
class DispatchTimer {
    private final Instance<DispatchLoop> loop;
    private volatile boolean started;

    DispatchTimer(Instance<DispatchLoop> loop) {
        this.loop = loop;
    }

    void start(@Observes StartupEvent event) {
        started = true;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        if (started) {
            loop.get().tick();
        }
    }
}
