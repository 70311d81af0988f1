package dev.winnow.engine.generation;

import java.util.concurrent.atomic.LongAdder;

/** Counts what the lanes of a generator do. Thread-safe. */
final class Tally {
    private final TokenRate rate = new TokenRate();
    private final LongAdder written = new LongAdder();
    private final LongAdder read = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final LongAdder stepRows = new LongAdder();
    private final LongAdder stepNanos = new LongAdder();

    void read(int tokens) {
        read.add(tokens);
    }

    void stepped(int rows, long nanos) {
        steps.increment();
        stepRows.add(rows);
        stepNanos.add(nanos);
    }

    void wrote(int tokens, long now) {
        written.add(tokens);
        rate.add(tokens, now);
    }

    double tokensPerSecond(long now) {
        return rate.perSecond(now);
    }

    /** @param shared prompt tokens that were taken over, which the lanes count themselves */
    GenerationTotals totals(long shared) {
        return new GenerationTotals(written.sum(), read.sum(), shared, steps.sum(), stepRows.sum(), stepNanos.sum());
    }
}
