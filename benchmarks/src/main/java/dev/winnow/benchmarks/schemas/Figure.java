package dev.winnow.benchmarks.schemas;

import static java.util.Objects.requireNonNull;

import dev.winnow.text.replay.ReplaySummary;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What is told of each system.
 *
 * @param name its name in the file of figures; scripts rely on it
 * @param label its name in the table
 * @param decimals how many of it are printed
 */
record Figure(String name, String label, int decimals, ToDoubleFunction<ReplaySummary> value) {
    /** All, in the order of the table. */
    static final List<Figure> ALL = List.of(
            count("schemas", "schemas", ReplaySummary::schemas),
            count("compiled", "compiled", ReplaySummary::compiled),
            count("refused", "refused", ReplaySummary::refused),
            count("failed", "of those by an error while compiling or replaying", ReplaySummary::failed),
            count("all_right", "all right", ReplaySummary::allRight),
            count("instances", "instances of those that compiled", ReplaySummary::instances),
            count("wrongly_rejected", "wrongly rejected", ReplaySummary::wronglyRejected),
            count("wrongly_accepted", "wrongly accepted", ReplaySummary::wronglyAccepted),
            new Figure("compile_ms_p50", "compile, ms: p50", 3, of -> of.compileMillis()
                    .p50()),
            new Figure("compile_ms_mean", "compile, ms: mean", 3, of -> of.compileMillis()
                    .mean()),
            new Figure("compile_ms_max", "compile, ms: max", 3, of -> of.compileMillis()
                    .max()),
            new Figure("mask_us_p50", "mask, µs: p50", 2, of -> of.maskMicros().p50()),
            new Figure(
                    "mask_us_mean", "mask, µs: mean", 2, of -> of.maskMicros().mean()),
            new Figure("mask_us_p99", "mask, µs: p99", 2, of -> of.maskMicros().p99()),
            count("masks", "masks", ReplaySummary::masks));

    /** Checks that all is there. */
    Figure {
        requireNonNull(name, "name");
        requireNonNull(label, "label");
        requireNonNull(value, "value");
        if (decimals < 0) {
            throw new IllegalArgumentException("decimals must be at least 0, was " + decimals);
        }
    }

    private static Figure count(String name, String label, ToDoubleFunction<ReplaySummary> value) {
        return new Figure(name, label, 0, value);
    }

    double of(ReplaySummary summary) {
        return value.applyAsDouble(summary);
    }

    String text(ReplaySummary summary) {
        return String.format(Locale.ROOT, "%." + decimals + "f", of(summary));
    }
}
