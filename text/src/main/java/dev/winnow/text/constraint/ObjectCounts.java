package dev.winnow.text.constraint;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Shape.ObjectShape;
import dev.winnow.text.schema.Shape.Property;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/** How many properties one kind of object must and may have, and what fills such a count. Immutable. */
final class ObjectCounts {
    private final ObjectShape shape;
    private final List<Property> properties;
    private final boolean anyOrder;
    private final boolean matter;

    ObjectCounts(ObjectShape shape, boolean anyOrder) {
        this.shape = shape;
        this.properties = shape.properties();
        this.anyOrder = anyOrder;
        boolean bounded = shape.max() < (shape.others().isEmpty() ? properties.size() : Shape.ANY_NUMBER);
        long required = properties.stream().filter(Property::required).count();
        this.matter = shape.min() > required || bounded;
    }

    /** Whether the listed properties do not keep to the counts by themselves. */
    boolean matter() {
        return matter;
    }

    /** The count after one more property; 0 where none is kept. */
    int oneMore(Progress progress) {
        return matter ? progress.count() + 1 : 0;
    }

    boolean isEnough(Progress progress) {
        return progress.count() >= (matter ? shape.min() : 0);
    }

    /** How many must come beside those that must come anyway, none if that is not positive. */
    int missing(Progress progress, BitSet open) {
        return matter ? shape.min() - progress.count() - open.cardinality() : 0;
    }

    /**
     * Whether an object can be completed within its counts.
     *
     * @param open the properties that must still come
     * @param unknown how many names have been taken that the progress does not know yet
     */
    boolean canBeKept(Progress progress, BitSet open, int unknown) {
        if (progress.count() + open.cardinality() > shape.max()) {
            return false;
        }
        int missing = missing(progress, open);
        return missing <= 0 || missing <= mayStillCome(progress, open, missing + unknown) - unknown;
    }

    /** How many more may come beside those that must, up to a number. */
    private int mayStillCome(Progress progress, BitSet open, int most) {
        int may = 0;
        for (int i = firstToFill(progress); i < properties.size() && may < most; i++) {
            may += mayFill(progress, open, i) ? 1 : 0;
        }
        for (Shape.OtherProperties other : shape.others()) {
            may += may < most ? fresh(other, progress, most - may) : 0;
        }
        return may;
    }

    /** The first listed property that may still be taken to fill a count. */
    int firstToFill(Progress progress) {
        return anyOrder ? 0 : progress.first();
    }

    /** Whether a listed property, from the first one on, may fill a count. What needs others is not counted on. */
    boolean mayFill(Progress progress, BitSet open, int property) {
        return !open.get(property)
                && !progress.taken().get(property)
                && properties.get(property).needs().isEmpty();
    }

    /** How many names are left for properties that are not listed, up to a number. */
    int fresh(Shape.OtherProperties other, Progress progress, int most) {
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
}
