package dev.winnow.benchmarks.schemas;

import dev.winnow.text.replay.ReplaySummary;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is told of each system, in the order of the table. */
enum Figure {
    SCHEMAS("schemas", 0, ReplaySummary::schemas),
    COMPILED("compiled", 0, ReplaySummary::compiled),
    REFUSED("refused", 0, ReplaySummary::refused),
    FAILED("of those by an error while compiling or replaying", 0, ReplaySummary::failed),
    ALL_RIGHT("all right", 0, ReplaySummary::allRight),
    INSTANCES("instances of those that compiled", 0, ReplaySummary::instances),
    WRONGLY_REJECTED("wrongly rejected", 0, ReplaySummary::wronglyRejected),
    WRONGLY_ACCEPTED("wrongly accepted", 0, ReplaySummary::wronglyAccepted),
    COMPILE_MS_P50("compile, ms: p50", 3, summary -> summary.compileMillis().p50()),
    COMPILE_MS_MEAN("compile, ms: mean", 3, summary -> summary.compileMillis().mean()),
    COMPILE_MS_MAX("compile, ms: max", 3, summary -> summary.compileMillis().max()),
    MASK_US_P50("mask, µs: p50", 2, summary -> summary.maskMicros().p50()),
    MASK_US_MEAN("mask, µs: mean", 2, summary -> summary.maskMicros().mean()),
    MASK_US_P99("mask, µs: p99", 2, summary -> summary.maskMicros().p99()),
    MASKS("masks", 0, ReplaySummary::masks);

    private final String label;
    private final int decimals;
    private final ToDoubleFunction<ReplaySummary> value;

    Figure(String label, int decimals, ToDoubleFunction<ReplaySummary> value) {
        this.label = label;
        this.decimals = decimals;
        this.value = value;
    }

    String label() {
        return label;
    }

    /** Its name in the file of figures; scripts rely on it. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    double of(ReplaySummary summary) {
        return value.applyAsDouble(summary);
    }

    String text(ReplaySummary summary) {
        return String.format(Locale.ROOT, "%." + decimals + "f", of(summary));
    }
}
