package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.ShapeSizes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * By which property one kind of object ends soonest. It is what the object's size was measured by, so that to follow it
 * leads to an end also where an object has itself within. Immutable.
 */
final class NearestProperty {
    /** A property that is not listed. */
    static final int OTHER = -1;

    private final ObjectRules rules;
    private final ObjectCounts counts;
    private final long[] bytes;

    NearestProperty(ObjectRules rules, ObjectCounts counts) {
        this.rules = rules;
        this.counts = counts;
        this.bytes =
                rules.shape().properties().stream().mapToLong(ShapeSizes::bytes).toArray();
    }

    /** Bytes of a listed property with a shortest value. */
    long bytes(int property) {
        return bytes[property];
    }

    /**
     * The listed property by which an object that must go on ends soonest, {@link #OTHER} if it is one that is not
     * listed: what must come, or one of the cheapest of those by which there are enough.
     */
    int of(Progress progress) {
        BitSet open = rules.open(progress);
        int missing = counts.missing(progress, open);
        if (missing > 0) {
            cheapest(progress, open, missing).forEach(open::set);
        }
        if (!open.isEmpty()) {
            return open.nextSetBit(0);
        }
        return missing > 0 ? OTHER : anyOf(progress);
    }

    /** Of the listed ones that need not come those that are among the cheapest of all that may fill a count. */
    private List<Integer> cheapest(Progress progress, BitSet open, int missing) {
        List<Integer> listed = listed(progress, open);
        List<Long> others = others(progress, missing);
        // Of equal ones the listed comes first, as it would in the order of the object.
        int taken = 0;
        for (int left = missing; left > 0 && taken < listed.size(); left--) {
            int place = missing - left - taken;
            boolean cheaper = place >= others.size() || bytes(listed.get(taken)) <= others.get(place);
            taken += cheaper ? 1 : 0;
        }
        return listed.subList(0, taken);
    }

    /** The listed properties that may fill a count, the cheapest first. */
    private List<Integer> listed(Progress progress, BitSet open) {
        List<Integer> listed = new ArrayList<>();
        for (int i = counts.firstToFill(progress); i < bytes.length; i++) {
            if (counts.mayFill(progress, open, i)) {
                listed.add(i);
            }
        }
        listed.sort(Comparator.comparingLong(this::bytes));
        return listed;
    }

    /** What properties that are not listed cost, as many as may fill a count, the cheapest first. */
    private List<Long> others(Progress progress, int missing) {
        List<Long> others = new ArrayList<>();
        for (Shape.OtherProperties other : rules.shape().others()) {
            int names = counts.fresh(other, progress, missing);
            others.addAll(Collections.nCopies(Math.min(names, missing), ShapeSizes.bytes(other)));
        }
        others.sort(Comparator.naturalOrder());
        return others;
    }

    private int anyOf(Progress progress) {
        int best = KeyState.nearest(rules, progress, rules.keys().root());
        long other = rules.shape().others().stream()
                .filter(one -> rules.mayTakeOther(progress, one))
                .mapToLong(ShapeSizes::bytes)
                .min()
                .orElse(Long.MAX_VALUE);
        return best >= 0 && bytes(best) <= other ? best : OTHER;
    }
}
