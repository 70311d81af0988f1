package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Whether different texts of the items of an array are always different values. */
final class UniqueItems {
    static final String NOTE = "enforced for texts; equal values that can be written in two ways are found afterwards";

    /** Items that must come and be different: each ending of an output names all that are left. */
    private static final int MOST_REQUIRED = 32;

    static final String STUCK = "its items have few values, so that equal ones are found afterwards";

    private UniqueItems() {}

    static boolean needCheck(Values values) {
        return values.shapes().stream()
                .anyMatch(shape -> shape instanceof Shape.ArrayShape array && array.unique() && hasTwins(array));
    }

    /** Takes out arrays of which the items have fewer values than there must be items. */
    static void removeImpossible(Values values) {
        values.settle(values.shapes().stream()
                .filter(shape -> !(shape instanceof Shape.ArrayShape array && array.unique() && hasTooFewValues(array)))
                .toList());
    }

    private static boolean hasTooFewValues(Shape.ArrayShape array) {
        Shape.Item item = array.prefix().isEmpty() ? array.rest() : null;
        return item != null
                && item.matching() == null
                && array.min() < DistinctValues.MANY
                && DistinctValues.atMost(item.plain()) < array.min();
    }

    /**
     * Lets items be equal in arrays that could otherwise come to a place where only values are left that were used;
     * says whether there were any.
     */
    static boolean relax(Values values) {
        List<Shape> relaxed = new ArrayList<>();
        for (Shape shape : values.shapes()) {
            boolean stuck = shape instanceof Shape.ArrayShape array && array.unique() && mayGetStuck(array);
            relaxed.add(stuck ? relaxed((Shape.ArrayShape) shape) : shape);
        }
        boolean changed = !relaxed.equals(values.shapes());
        if (changed) {
            values.settle(relaxed);
        }
        return changed;
    }

    private static Shape.ArrayShape relaxed(Shape.ArrayShape array) {
        return new Shape.ArrayShape(array.prefix(), array.rest(), array.min(), array.max(), array.matches(), false);
    }

    /** Each item that must come needs more values than come before it. */
    private static boolean mayGetStuck(Shape.ArrayShape array) {
        if (array.min() > MOST_REQUIRED || holdsUnique(array, Collections.newSetFromMap(new IdentityHashMap<>()))) {
            // What is left of each would have to be found within what is left of the other.
            return true;
        }
        boolean counted = !array.matches().equals(Shape.Matches.NONE);
        int must = counted ? Math.max(1, Math.max(array.min(), array.matches().min())) : array.min();
        // A match may come behind any number of items that do not count.
        int places = counted
                ? array.prefix().size() + 1
                : Math.min(must, array.prefix().size() + 1);
        for (int i = 0; i < places; i++) {
            Shape.Item item = array.item(i);
            // Behind the prefix all are alike. What matches may have been used up uncounted.
            int needed = counted ? DistinctValues.MANY : i == array.prefix().size() ? must : i + 1;
            if (needed > 1 && item != null && fewest(item) < Math.min(needed, DistinctValues.MANY)) {
                return true;
            }
        }
        return false;
    }

    private static int fewest(Shape.Item item) {
        int plain = DistinctValues.atLeast(item.plain());
        return item.matching() == null ? plain : Math.min(plain, DistinctValues.atLeast(item.matching()));
    }

    private static boolean hasTwins(Shape.ArrayShape array) {
        Set<Values> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return itemsHaveTwins(array, seen);
    }

    private static boolean itemsHaveTwins(Shape.ArrayShape array, Set<Values> seen) {
        boolean rest = array.rest() != null && hasTwins(array.rest(), seen);
        return rest || array.prefix().stream().anyMatch(item -> hasTwins(item, seen));
    }

    private static boolean hasTwins(Shape.Item item, Set<Values> seen) {
        return hasTwins(item.plain(), seen) || (item.matching() != null && hasTwins(item.matching(), seen));
    }

    private static boolean hasTwins(Values values, Set<Values> seen) {
        return seen.add(values)
                && values.shapes().stream().anyMatch(shape -> {
                    if (shape instanceof Shape.NumberShape number) {
                        return number.numbers().multiplesOf().stream().noneMatch(divisor -> divisor.scale() <= 0);
                    }
                    if (shape instanceof Shape.ArrayShape array) {
                        return itemsHaveTwins(array, seen);
                    }
                    // The order of properties is given for those that are listed, in one shape.
                    return shape instanceof Shape.ObjectShape object
                            && (!object.others().isEmpty()
                                    || values.shapes().stream()
                                                    .filter(Shape.ObjectShape.class::isInstance)
                                                    .count()
                                            > 1
                                    || object.properties().stream()
                                            .anyMatch(property -> hasTwins(property.value(), seen)));
                });
    }

    private static boolean holdsUnique(Shape.ArrayShape array, Set<Values> seen) {
        List<Shape.Item> items = new ArrayList<>(array.prefix());
        if (array.rest() != null) {
            items.add(array.rest());
        }
        return items.stream()
                .anyMatch(item ->
                        isUnique(item.plain(), seen) || (item.matching() != null && isUnique(item.matching(), seen)));
    }

    private static boolean isUnique(Values values, Set<Values> seen) {
        return seen.add(values)
                && values.shapes().stream().anyMatch(shape -> {
                    if (shape instanceof Shape.ArrayShape array) {
                        return array.unique() || holdsUnique(array, seen);
                    }
                    return shape instanceof Shape.ObjectShape object
                            && (object.properties().stream().anyMatch(one -> isUnique(one.value(), seen))
                                    || object.others().stream().anyMatch(one -> isUnique(one.value(), seen)));
                });
    }
}
