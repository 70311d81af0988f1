package dev.winnow.benchmarks.schemas;

import dev.winnow.text.replay.ReplayedSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of all schemas once, in the same order for both systems.
 *
 * @param winnow by Winnow
 * @param llguidance by the peer
 */
record Round(List<ReplayedSchema> winnow, List<ReplayedSchema> llguidance) {
    /** Copies the lists. */
    Round {
        winnow = List.copyOf(winnow);
        llguidance = List.copyOf(llguidance);
        if (winnow.size() != llguidance.size()) {
            throw new IllegalArgumentException(
                    "Winnow was given %d schemas, llguidance %d".formatted(winnow.size(), llguidance.size()));
        }
    }

    /** The figures of all schemas. */
    Figures all() {
        return Figures.of(winnow, llguidance);
    }

    /** Those of the schemas that both compile: what is measured is the same then. */
    Figures compiledByBoth() {
        List<ReplayedSchema> own = new ArrayList<>();
        List<ReplayedSchema> peers = new ArrayList<>();
        for (int i = 0; i < winnow.size(); i++) {
            if (winnow.get(i).compiled() && llguidance.get(i).compiled()) {
                own.add(winnow.get(i));
                peers.add(llguidance.get(i));
            }
        }
        return Figures.of(own, peers);
    }
}
