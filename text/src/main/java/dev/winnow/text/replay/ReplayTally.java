package dev.winnow.text.replay;

import dev.winnow.text.replay.ReplayedSchema.Compilation;
import java.util.EnumMap;
import java.util.Map;

/** Counts what became of schemas and instances. Not thread-safe. */
public final class ReplayTally {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1e3;

    private final Map<Compilation, Integer> schemas = new EnumMap<>(Compilation.class);
    private final Map<Outcome, Integer> instances = new EnumMap<>(Outcome.class);
    private final Durations compiles = new Durations();
    private final Durations masks = new Durations();
    private int allRight;

    /** Counts a schema and its instances. */
    public void add(ReplayedSchema replayed) {
        schemas.merge(replayed.compilation(), 1, Integer::sum);
        compiles.add(replayed.compileNanos());
        masks.addAll(replayed.masks());
        replayed.instances().forEach(instance -> instances.merge(instance.outcome(), 1, Integer::sum));
        if (replayed.compiled() && !replayed.hasWrongInstance()) {
            allRight++;
        }
    }

    /** What was counted so far. */
    public ReplaySummary summary() {
        int failed = count(Compilation.FAILED);
        return new ReplaySummary(
                compiles.count(),
                count(Compilation.COMPILED),
                count(Compilation.REFUSED) + failed,
                allRight,
                count(Outcome.STOPPED_BY_MASK) + count(Outcome.STOPPED_BY_CHECK),
                count(Outcome.ACCEPTED),
                compiles.percentiles(NANOS_PER_MILLI),
                masks.percentiles(NANOS_PER_MICRO),
                count(Outcome.ACCEPTED) + count(Outcome.FOUND_BY_CHECK),
                count(Outcome.STOPPED_BY_CHECK),
                failed,
                instances.values().stream().mapToInt(Integer::intValue).sum(),
                masks.count());
    }

    private int count(Compilation compilation) {
        return schemas.getOrDefault(compilation, 0);
    }

    private int count(Outcome outcome) {
        return instances.getOrDefault(outcome, 0);
    }
}
