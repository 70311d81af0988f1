package dev.winnow.text.replay;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A schema and what became of it.
 *
 * @param compilation whether it compiled
 * @param reason why it did not; empty if it did
 * @param compileNanos how long it took to compile or to be refused
 * @param instances what became of its instances; none unless it compiled
 * @param masks how long each mask took
 */
public record ReplayedSchema(
        TestedSchema tested,
        Compilation compilation,
        String reason,
        long compileNanos,
        List<ReplayedInstance> instances,
        Durations masks) {
    /** How compiling ended. */
    public enum Compilation {
        /** It compiled. */
        COMPILED,
        /** It was refused, with a reason. */
        REFUSED,
        /** Something threw that must not, in compiling or in replaying. */
        FAILED
    }

    /** Copies the list. */
    public ReplayedSchema {
        requireNonNull(tested, "tested");
        requireNonNull(compilation, "compilation");
        requireNonNull(reason, "reason");
        instances = List.copyOf(instances);
        requireNonNull(masks, "masks");
    }

    static ReplayedSchema without(Compilation compilation, TestedSchema tested, String reason, long compileNanos) {
        return new ReplayedSchema(tested, compilation, reason, compileNanos, List.of(), new Durations());
    }

    /** Whether it compiled. */
    public boolean compiled() {
        return compilation == Compilation.COMPILED;
    }

    /** Whether some instance went wrong. */
    public boolean hasWrongInstance() {
        return instances.stream().anyMatch(instance -> !instance.outcome().isRight());
    }
}
