package dev.winnow.text.replay;

import java.util.Arrays;

/** Measured times, as many as there are. Not thread-safe. */
public final class Durations {
    private long[] nanos = new long[16];
    private int size;

    /** Adds a time. */
    public void add(long time) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = time;
    }

    /** Adds all of them. */
    public void addAll(Durations others) {
        for (int i = 0; i < others.size; i++) {
            add(others.nanos[i]);
        }
    }

    /** How many there are. */
    public int count() {
        return size;
    }

    /** Sums them up in a unit of so many nanoseconds. */
    public Percentiles percentiles(double unit) {
        if (size == 0) {
            return new Percentiles(0, 0, 0, 0);
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return new Percentiles(
                at(sorted, 0.5) / unit,
                Arrays.stream(sorted).average().orElse(0) / unit,
                at(sorted, 0.99) / unit,
                sorted[size - 1] / unit);
    }

    /** The smallest time that the given share of all does not exceed. */
    private static double at(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
