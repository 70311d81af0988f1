package dev.winnow.benchmarks.online;

import java.util.List;
import java.util.Map;

/**
 * How long each of some requests took, in milliseconds.
 *
 * @param millis at least one
 */
record Latencies(List<Long> millis) {
    Latencies {
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("there is no time of no request");
        }
        millis = List.copyOf(millis);
    }

    long median() {
        return millis.stream().sorted().toList().get(millis.size() / 2);
    }

    long worst() {
        return millis.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    Map<String, Object> figures() {
        return Map.of("median_ms", median(), "worst_ms", worst(), "ms", millis);
    }
}
