package dev.winnow.coordinator.measure;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** How many there are in each of a closed set of states; 0 where there are none, so that each is always there. */
final class StateCounts {
    private final Map<String, AtomicLong> counts = new LinkedHashMap<>();

    StateCounts(MeterRegistry meters, String metric, String help, Stream<String> states) {
        states.forEach(state -> {
            AtomicLong count = new AtomicLong();
            counts.put(state, count);
            Gauge.builder(metric, count, AtomicLong::doubleValue)
                    .description(help)
                    .tag("state", state)
                    .register(meters);
        });
    }

    void show(Map<String, Long> now) {
        counts.forEach((state, count) -> count.set(now.getOrDefault(state, 0L)));
    }
}
