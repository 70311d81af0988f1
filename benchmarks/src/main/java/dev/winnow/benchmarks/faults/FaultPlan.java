package dev.winnow.benchmarks.faults;

import dev.winnow.benchmarks.faults.Fault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Which faults happen when: a pure function of seed and length. */
final class FaultPlan {
    private static final Duration QUIET_START = Duration.ofSeconds(3);
    private static final int LEAST_PAUSE_MILLIS = 500;
    private static final int MOST_PAUSE_MILLIS = 5_000;

    private FaultPlan() {}

    /** Faults of every kind. */
    static List<Fault> of(long seed, Duration length) {
        return of(seed, length, EnumSet.allOf(Kind.class));
    }

    /** The faults in the order in which they begin; all are over when the run's length is. */
    static List<Fault> of(long seed, Duration length, Set<Kind> kinds) {
        SplittableRandom chance = new SplittableRandom(seed);
        List<Fault> faults = new ArrayList<>();
        Duration at = QUIET_START;
        while (at.compareTo(length) < 0) {
            Fault fault = draw(chance, at, length, kinds);
            if (faults.stream().noneMatch(earlier -> overlap(earlier, fault))) {
                faults.add(fault);
            }
            at = at.plusMillis(chance.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
        }
        return List.copyOf(faults);
    }

    private static Fault draw(SplittableRandom chance, Duration at, Duration length, Set<Kind> kinds) {
        Kind kind = kind(chance, kinds);
        int target = chance.nextInt(kind.part().count());
        Duration lasts = Duration.ofMillis(chance.nextInt(kind.leastMillis(), kind.mostMillis() + 1));
        Duration rest = length.minus(at);
        return new Fault(at, kind, target, lasts.compareTo(rest) < 0 ? lasts : rest);
    }

    private static Kind kind(SplittableRandom chance, Set<Kind> kinds) {
        int all = 0;
        for (Kind kind : kinds) {
            all += kind.weight();
        }
        int drawn = chance.nextInt(all);
        for (Kind kind : kinds) {
            drawn -= kind.weight();
            if (drawn < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private static boolean overlap(Fault earlier, Fault later) {
        return earlier.place().equals(later.place()) && earlier.end().compareTo(later.at()) >= 0;
    }
}
