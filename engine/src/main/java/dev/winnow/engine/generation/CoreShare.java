package dev.winnow.engine.generation;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares the cores out among the lanes that have rows: all of them to one that is alone, so that a single item is not
 * slower for its lane's neighbours. Thread-safe.
 */
final class CoreShare {
    private final int cores;
    private final AtomicInteger busy = new AtomicInteger();

    CoreShare(int cores) {
        this.cores = cores;
    }

    /** A lane has rows from now on. */
    void occupied() {
        busy.incrementAndGet();
    }

    /** A lane has no rows any more. */
    void vacated() {
        busy.decrementAndGet();
    }

    /** How many threads one of the lanes may use now. */
    int threads() {
        return Math.max(1, cores / Math.max(1, busy.get()));
    }
}
