package dev.winnow.text.constraint;

import dev.winnow.text.schema.ArrayWays;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Values;
import org.jspecify.annotations.Nullable;

/** What may come in one kind of array. */
final class ArrayRules {
    private final Shape.ArrayShape shape;
    private final ArrayWays ways;

    ArrayRules(Shape.ArrayShape shape) {
        this.shape = shape;
        this.ways = new ArrayWays(shape);
    }

    ArrayWays ways() {
        return ways;
    }

    boolean isUnique() {
        return shape.unique();
    }

    int min() {
        return shape.min();
    }

    /** What the next item may be if it does not count as a match; null if that leads nowhere. */
    @Nullable
    Values plain(int items, int matches) {
        Shape.Item item = items >= shape.max() ? null : shape.item(items);
        boolean leads = item != null && !item.plain().shapes().isEmpty() && ways.isPossible(items + 1, matches);
        return leads && item != null ? item.plain() : null;
    }

    /** What the next item may be if it counts as one; null if that leads nowhere, or is no better. */
    @Nullable
    Values matching(int items, int matches) {
        Shape.Item item = items >= shape.max() ? null : shape.item(items);
        Values matching = item == null ? null : item.matching();
        boolean enough = item != null
                && !item.plain().shapes().isEmpty()
                && shape.matches().max() == Shape.ANY_NUMBER
                && matches >= shape.matches().min();
        boolean leads =
                matching != null && !enough && !matching.shapes().isEmpty() && ways.isPossible(items + 1, matches + 1);
        return leads ? matching : null;
    }
}
