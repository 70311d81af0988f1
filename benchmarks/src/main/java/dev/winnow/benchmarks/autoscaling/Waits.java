package dev.winnow.benchmarks.autoscaling;

import java.util.Map;
import java.util.TreeMap;

/** How long items waited until they began, to the second. */
final class Waits {
    private final Map<Integer, Long> counts = new TreeMap<>();
    private long items;

    void add(int seconds, long waited) {
        counts.merge(seconds, waited, Long::sum);
        items += waited;
    }

    /** The time that this part of the items did not wait longer than. */
    int quantile(double part) {
        long left = (long) Math.ceil(part * items);
        for (Map.Entry<Integer, Long> entry : counts.entrySet()) {
            left -= entry.getValue();
            if (left <= 0) {
                return entry.getKey();
            }
        }
        throw new IllegalStateException("nothing has begun");
    }
}
