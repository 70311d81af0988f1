package dev.winnow.benchmarks.schemas;

import dev.winnow.text.replay.Outcome;
import dev.winnow.text.replay.ReplayedInstance;
import dev.winnow.text.replay.ReplayedSchema;

/** What a replay had come to without the check afterwards. */
final class MasksAlone {
    private MasksAlone() {}

    static ReplayedSchema of(ReplayedSchema replayed) {
        return new ReplayedSchema(
                replayed.tested(),
                replayed.compilation(),
                replayed.reason(),
                replayed.compileNanos(),
                replayed.instances().stream()
                        .map(instance ->
                                new ReplayedInstance(instance.instance(), of(instance.outcome()), instance.note()))
                        .toList(),
                replayed.masks());
    }

    private static Outcome of(Outcome outcome) {
        return switch (outcome) {
            case FOUND_BY_CHECK -> Outcome.ACCEPTED;
            case STOPPED_BY_CHECK -> Outcome.RIGHT;
            case RIGHT, STOPPED_BY_MASK, ACCEPTED -> outcome;
        };
    }
}
