package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Shape.ObjectShape;
import dev.winnow.text.schema.Shape.Property;
import java.util.BitSet;
import java.util.List;

/** Which properties of one kind of object may come next, and when it may end. Immutable. */
final class ObjectRules {
    private final ObjectShape shape;
    private final List<Property> properties;
    private final Keys keys;
    private final boolean anyOrder;
    private final boolean needs;
    private final BitSet required = new BitSet();
    private final ObjectCounts counts;
    private final NearestProperty nearest;
    private final UsedTexts listedTexts;

    ObjectRules(ObjectShape shape, boolean anyOrder) {
        this.shape = shape;
        this.properties = shape.properties();
        this.anyOrder = anyOrder;
        this.needs = properties.stream().anyMatch(property -> !property.needs().isEmpty());
        for (int i = 0; i < properties.size(); i++) {
            required.set(i, properties.get(i).required());
        }
        this.counts = new ObjectCounts(shape, anyOrder);
        this.keys = new Keys(properties);
        this.listedTexts = shape.others().isEmpty() ? UsedTexts.NONE : UsedTexts.of(shape.excluded());
        this.nearest = new NearestProperty(this, counts);
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

    /** Whether a listed property is one that the object cannot do without. */
    boolean mustCome(Progress progress, int property) {
        return required.get(property) || progress.pending().get(property);
    }

    int listed() {
        return properties.size();
    }

    /** Whether what may come is told by the first property alone, so that many can be judged at once. */
    boolean isPlain() {
        return !anyOrder && !counts.matter() && !needs;
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
        return inPlace && needsCanBeMet(progress, property) && canBeCounted(take(progress, property), 0);
    }

    /** The first property that must still come, in the order of the list. */
    private int firstOpen(Progress progress) {
        int open = open(progress).nextSetBit(0);
        return open < 0 ? Integer.MAX_VALUE : open;
    }

    /** What must still come. */
    BitSet open(Progress progress) {
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

    /**
     * Whether the object can be completed within its counts, with so many names that the progress does not know yet.
     */
    private boolean canBeCounted(Progress progress, int unknown) {
        return !counts.matter() || counts.canBeKept(progress, open(progress), unknown);
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
        return new Progress(anyOrder ? 0 : property + 1, counts.oneMore(progress), taken, pending, progress.others());
    }

    /** Whether a property that is not listed may come. */
    boolean mayTakeOther(Progress progress, Shape.OtherProperties other) {
        if (!anyOrder && !open(progress).isEmpty()) {
            return false;
        }
        return canBeCounted(takeOther(progress, ""), 1) && counts.fresh(other, progress, 1) > 0;
    }

    Progress takeOther(Progress progress, String name) {
        int first = anyOrder ? 0 : properties.size();
        int count = counts.oneMore(progress);
        return name.isEmpty()
                ? new Progress(first, count, progress.taken(), progress.pending(), progress.others())
                : progress.withOther(first, count, name);
    }

    boolean mayEnd(Progress progress) {
        if (isPlain()) {
            return required.nextSetBit(progress.first()) < 0;
        }
        return open(progress).isEmpty() && counts.isEnough(progress);
    }

    /** By which property an object that must go on ends soonest. */
    NearestProperty nearest() {
        return nearest;
    }
}
