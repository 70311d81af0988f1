package dev.winnow.benchmarks.memory;

import java.util.Arrays;
import java.util.List;

/** The highest memory in each twentieth of a job. The first fifth is the warm-up. Not thread-safe. */
final class MemoryCurve {
    private static final int PARTS = 20;
    private static final int WARM_UP = PARTS / 5;
    // What malloc and the heap sway by; a leak of a kilobyte an item would be seen over 20,000.
    private static final double SWAY = 0.03;

    private final int items;
    private final long[] highs = new long[PARTS];
    private int reached = -1;
    private long last;

    MemoryCurve(int items) {
        this.items = items;
    }

    /**
     * Adds a reading.
     *
     * @param done items so far
     * @return whether a twentieth has begun with it
     */
    boolean add(int done, long mebibytes) {
        int part = Math.min(PARTS - 1, (int) ((long) done * PARTS / Math.max(1, items)));
        boolean begun = part > reached;
        reached = Math.max(reached, part);
        highs[part] = Math.max(highs[part], mebibytes);
        last = mebibytes;
        return begun;
    }

    long last() {
        return last;
    }

    /** For each twentieth its highest reading; 0 where there was none. */
    List<Long> highs() {
        return Arrays.stream(highs).boxed().toList();
    }

    /** How much higher the last fifth is than the second one. */
    long grown() {
        return high(PARTS - WARM_UP, PARTS) - high(WARM_UP, 2 * WARM_UP);
    }

    /** Whether the last fifth is no higher than the second one, up to what memory sways by. */
    boolean flat() {
        return grown() <= SWAY * high(WARM_UP, 2 * WARM_UP);
    }

    private long high(int from, int to) {
        return Arrays.stream(highs, from, to).max().orElseThrow();
    }
}
