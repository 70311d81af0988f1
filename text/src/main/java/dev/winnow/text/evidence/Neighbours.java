package dev.winnow.text.evidence;

import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the mentions of values: those with one mention only are fixed, and each other value takes the mention
 * that is nearest to the values before and behind it together. Equal values take one mention after the other. Not
 * thread-safe.
 */
final class Neighbours {
    /** A mention that another value covers is taken only where there is no other. */
    private static final long COVERED = 1L << 40;

    /** What comes later in an output mostly comes later in its input. */
    private static final int BACKWARDS = 2;

    private final List<@Nullable Mentions> values;
    private final IdentityHashMap<Mentions, Integer> taken = new IdentityHashMap<>();

    private Neighbours(List<@Nullable Mentions> values) {
        this.values = values;
    }

    /**
     * The number of each value's mention.
     *
     * @param values in the order of the output, equal ones the very same; null where there is no mention, for which 0
     *     is given
     */
    static int[] choose(List<@Nullable Mentions> values) {
        return new Neighbours(values).chosen();
    }

    private int[] chosen() {
        int[] chosen = new int[values.size()];
        @Nullable Place[] behind = fixedBehind();
        Place before = null;
        for (int i = 0; i < chosen.length; i++) {
            Mentions mentions = values.get(i);
            if (mentions != null) {
                chosen[i] = nearest(mentions, before, behind[i]);
                before = Place.of(mentions, chosen[i]);
                taken.put(mentions, chosen[i]);
            }
        }
        return chosen;
    }

    /** For each value, the next one behind it that has one mention only. */
    private @Nullable Place[] fixedBehind() {
        @Nullable Place[] behind = new @Nullable Place[values.size()];
        Place next = null;
        for (int i = behind.length - 1; i >= 0; i--) {
            behind[i] = next;
            Mentions mentions = values.get(i);
            if (mentions != null && mentions.count() == 1) {
                next = Place.of(mentions, 0);
            }
        }
        return behind;
    }

    // The sum of both distances falls up to the nearer of the two, hardly changes up to the other, and rises behind it:
    // what is best is beside one of them.
    private int nearest(Mentions mentions, @Nullable Place before, @Nullable Place behind) {
        int first = Math.min(taken.getOrDefault(mentions, -1) + 1, mentions.count() - 1);
        int from = mentions.firstFrom(before == null ? 0 : before.to());
        int to = behind == null ? from : mentions.firstFrom(behind.from());
        int best = first;
        long least = Long.MAX_VALUE;
        for (int candidate : new int[] {from, from - 1, from - 2, to - 1, to - 2, to, first}) {
            if (candidate >= first && candidate < mentions.count()) {
                Place place = Place.of(mentions, candidate);
                long distance =
                        (before == null ? 0 : distance(before, place)) + (behind == null ? 0 : distance(place, behind));
                if (distance < least) {
                    least = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    private static long distance(Place one, Place next) {
        if (next.from() >= one.to()) {
            return (long) next.from() - one.to();
        }
        return next.to() <= one.from() ? (long) BACKWARDS * (one.from() - next.to()) : COVERED;
    }

    private record Place(int from, int to) {
        static Place of(Mentions mentions, int index) {
            return new Place(mentions.from(index), mentions.to(index));
        }
    }
}
