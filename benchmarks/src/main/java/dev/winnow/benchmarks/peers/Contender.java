package dev.winnow.benchmarks.peers;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.peers.measure.Tally;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import java.util.EnumMap;
import java.util.Map;

/** A system that takes part, with its settings, and what it has answered so far. */
final class Contender {
    private final MeasuredSystem system;
    private final Map<String, String> setting;
    private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);

    Contender(MeasuredSystem system, Map<String, String> setting, Plan plan) {
        this.system = system;
        this.setting = setting;
        for (Kind kind : Kind.values()) {
            tallies.put(kind, new Tally(kind, plan.task(kind).documents()));
        }
    }

    MeasuredSystem system() {
        return system;
    }

    Map<String, String> setting() {
        return setting;
    }

    Tally tally(Kind kind) {
        return requireNonNull(tallies.get(kind));
    }
}
