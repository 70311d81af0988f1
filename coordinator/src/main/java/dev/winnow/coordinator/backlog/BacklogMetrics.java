package dev.winnow.coordinator.backlog;

import dev.winnow.common.work.Pool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Shows the backlogs to Prometheus. Every replica counts the same: take the greatest, not the sum. */
@Singleton
class BacklogMetrics {
    private final Backlogs backlogs;
    private final MultiGauge items;
    private final MultiGauge trainings;

    BacklogMetrics(Backlogs backlogs, MeterRegistry meters) {
        this.backlogs = backlogs;
        this.items = MultiGauge.builder("winnow.backlog.items")
                .description("Items of a pool that have not ended")
                .register(meters);
        this.trainings = MultiGauge.builder("winnow.backlog.trainings")
                .description("Trainings of a pool's model that have not ended")
                .register(meters);
    }

    // Looked up at intervals and not when it is asked for: whoever reads metrics must not wait for a database.
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void measure() {
        Map<Pool, Backlog> now = backlogs.all();
        items.register(rows(now, Backlog::items), true);
        trainings.register(rows(now, Backlog::trainings), true);
    }

    private static List<MultiGauge.Row<?>> rows(Map<Pool, Backlog> backlogs, ToLongFunction<Backlog> count) {
        return backlogs.entrySet().stream()
                .<MultiGauge.Row<?>>map(entry -> MultiGauge.Row.of(
                        Tags.of(
                                "model", entry.getKey().model(),
                                "quantization", entry.getKey().quantization()),
                        count.applyAsLong(entry.getValue())))
                .toList();
    }
}
