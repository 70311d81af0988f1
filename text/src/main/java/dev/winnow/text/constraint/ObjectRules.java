package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Shape.ObjectShape;
import dev.winnow.text.schema.Shape.Property;
import dev.winnow.text.schema.ShapeSizes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which properties of one kind of object may come next, and when it may end. Immutable. */
final class ObjectRules {
    /** A property that is not listed. */
    static final int OTHER = -1;

    private final ObjectShape shape;
    private final List<Property> properties;
    private final Keys keys;
    private final boolean anyOrder;
    private final boolean counts;
    private final boolean needs;
    private final BitSet required = new BitSet();
    private final long[] bytes;
    private final UsedTexts listedTexts;

    ObjectRules(ObjectShape shape, boolean anyOrder) {
        this.shape = shape;
        this.properties = shape.properties();
        this.anyOrder = anyOrder;
        this.needs = properties.stream().anyMatch(property -> !property.needs().isEmpty());
        for (int i = 0; i < properties.size(); i++) {
            required.set(i, properties.get(i).required());
        }
        boolean bounded = shape.max() < (shape.others().isEmpty() ? properties.size() : Shape.ANY_NUMBER);
        this.counts = shape.min() > required.cardinality() || bounded;
        this.keys = new Keys(properties);
        this.bytes = new long[properties.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ShapeSizes.bytes(properties.get(i));
        }
        this.listedTexts = shape.others().isEmpty() ? UsedTexts.NONE : UsedTexts.of(shape.excluded());
    }

    ObjectShape shape() {
        return shape;
    }

    Keys keys() {
        return keys;
    }

    Property property(int index) {
        return properties.get(index);
    }

    /** Names that no other property may have, as keys with their quotes. */
    UsedTexts listedTexts() {
        return listedTexts;
    }

    /** Bytes of a property with a shortest value. */
    long bytes(int property) {
        return bytes[property];
    }

    /** Whether a listed property is one that the object cannot do without. */
    boolean mustCome(Progress progress, int property) {
        return required.get(property) || progress.pending().get(property);
    }

    int listed() {
        return properties.size();
    }

    /** Whether what may come is told by the first property alone, so that many can be judged at once. */
    boolean isPlain() {
        return !anyOrder && !counts && !needs;
    }

    /** The first listed property from one on that every object has, -1 if there is none. */
    int nextRequired(int property) {
        return required.nextSetBit(property);
    }

    /** The last listed property that may come next where the first alone tells it. */
    int last(Progress progress) {
        int next = required.nextSetBit(progress.first());
        return next < 0 ? properties.size() - 1 : next;
    }

    boolean mayTake(Progress progress, int property) {
        if (isPlain()) {
            return property >= progress.first() && property <= last(progress);
        }
        boolean inPlace = anyOrder
                ? !progress.taken().get(property)
                : property >= progress.first() && firstOpen(progress) >= property;
        return inPlace && needsCanBeMet(progress, property) && fits(take(progress, property));
    }

    /** The first property that must still come, in the order of the list. */
    private int firstOpen(Progress progress) {
        int open = open(progress).nextSetBit(0);
        return open < 0 ? Integer.MAX_VALUE : open;
    }

    /** What must still come. */
    private BitSet open(Progress progress) {
        BitSet open = (BitSet) required.clone();
        if (anyOrder || needs) {
            open.or(progress.pending());
            open.andNot(progress.taken());
        }
        if (!anyOrder) {
            open.clear(0, Math.min(progress.first(), properties.size()));
        }
        return open;
    }

    /** Whether what a property needs has come or may still come behind it. */
    private boolean needsCanBeMet(Progress progress, int property) {
        for (int need : property(property).needs()) {
            if (!anyOrder && need < property && !progress.taken().get(need)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the object can be completed within its counts. */
    private boolean fits(Progress progress) {
        return fits(progress, 0);
    }

    /** The same, where so many names have been taken that the progress does not know yet. */
    private boolean fits(Progress progress, int unknown) {
        if (!counts) {
            return true;
        }
        int must = open(progress).cardinality();
        if (progress.count() + must > shape.max()) {
            return false;
        }
        int missing = shape.min() - progress.count() - must;
        return missing <= 0 || missing <= mayStillCome(progress, missing + unknown) - unknown;
    }

    /** How many more may come beside those that must, up to a number. */
    private int mayStillCome(Progress progress, int most) {
        BitSet open = open(progress);
        int may = 0;
        for (int i = anyOrder ? 0 : progress.first(); i < properties.size() && may < most; i++) {
            boolean free = !open.get(i) && !progress.taken().get(i);
            // What needs others is not counted on.
            may += free && property(i).needs().isEmpty() ? 1 : 0;
        }
        for (Shape.OtherProperties other : shape.others()) {
            may += may < most ? fresh(other, progress, most - may) : 0;
        }
        return may;
    }

    private int fresh(Shape.OtherProperties other, Progress progress, int most) {
        Set<String> excluded = shape.excluded();
        if (other.names().isAny()) {
            return most;
        }
        return other.names()
                .texts(most + excluded.size() + progress.others().size())
                .map(texts -> (int) texts.stream()
                        .filter(text ->
                                !excluded.contains(text) && !progress.others().contains(Keys.quoted(text)))
                        .count())
                .orElse(most);
    }

    Progress take(Progress progress, int property) {
        if (isPlain()) {
            return new Progress(property + 1, 0, progress.taken(), progress.pending(), progress.others());
        }
        BitSet taken = (BitSet) progress.taken().clone();
        BitSet pending = (BitSet) progress.pending().clone();
        if (anyOrder || needs) {
            taken.set(property);
            property(property).needs().forEach(pending::set);
            pending.andNot(taken);
        }
        return new Progress(
                anyOrder ? 0 : property + 1, counts ? progress.count() + 1 : 0, taken, pending, progress.others());
    }

    /** Whether a property that is not listed may come. */
    boolean mayTakeOther(Progress progress, Shape.OtherProperties other) {
        if (!anyOrder && !open(progress).isEmpty()) {
            return false;
        }
        return fits(takeOther(progress, ""), 1) && fresh(other, progress, 1) > 0;
    }

    Progress takeOther(Progress progress, String name) {
        int first = anyOrder ? 0 : properties.size();
        int count = counts ? progress.count() + 1 : 0;
        return name.isEmpty()
                ? new Progress(first, count, progress.taken(), progress.pending(), progress.others())
                : progress.withOther(first, count, name);
    }

    boolean mayEnd(Progress progress) {
        if (isPlain()) {
            return required.nextSetBit(progress.first()) < 0;
        }
        return open(progress).isEmpty() && progress.count() >= (counts ? shape.min() : 0);
    }

    /**
     * The listed property by which an object that must go on ends soonest, {@link #OTHER} if it is one that is not
     * listed: what must come, or one of the cheapest of those by which there are enough. It is what its size was
     * measured by, so that to follow it leads to an end also where an object has itself within.
     */
    int nearest(Progress progress) {
        BitSet open = open(progress);
        int missing = counts ? shape.min() - progress.count() - open.cardinality() : 0;
        if (missing > 0) {
            cheapest(progress, open, missing).forEach(open::set);
        }
        if (!open.isEmpty()) {
            return open.nextSetBit(0);
        }
        return missing > 0 ? OTHER : anyNearest(progress);
    }

    /** Of the listed ones that need not come those that are among the cheapest of all that may fill a count. */
    private List<Integer> cheapest(Progress progress, BitSet open, int missing) {
        List<Integer> listed = new ArrayList<>();
        for (int i = anyOrder ? 0 : progress.first(); i < properties.size(); i++) {
            if (!open.get(i) && !progress.taken().get(i) && property(i).needs().isEmpty()) {
                listed.add(i);
            }
        }
        listed.sort(Comparator.comparingLong(this::bytes));
        List<Long> others = new ArrayList<>();
        for (Shape.OtherProperties other : shape.others()) {
            int names = fresh(other, progress, missing);
            others.addAll(Collections.nCopies(Math.min(names, missing), ShapeSizes.bytes(other)));
        }
        others.sort(Comparator.naturalOrder());
        // Of equal ones the listed comes first, as it would in the order of the object.
        int taken = 0;
        for (int left = missing; left > 0 && taken < listed.size(); left--) {
            int place = missing - left - taken;
            boolean cheaper = place >= others.size() || bytes(listed.get(taken)) <= others.get(place);
            taken += cheaper ? 1 : 0;
        }
        return listed.subList(0, taken);
    }

    private int anyNearest(Progress progress) {
        int best = KeyState.nearest(this, progress, keys.root());
        long other = shape.others().stream()
                .filter(one -> mayTakeOther(progress, one))
                .mapToLong(ShapeSizes::bytes)
                .min()
                .orElse(Long.MAX_VALUE);
        return best >= 0 && bytes(best) <= other ? best : OTHER;
    }
}
