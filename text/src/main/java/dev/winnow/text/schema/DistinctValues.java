package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** How many different values a place has at least. */
final class DistinctValues {
    /** So many are as good as any number. */
    static final int MANY = 1000;

    private static final int DEEPEST = 4;

    private DistinctValues() {}

    static int atLeast(Values values) {
        return atLeast(values, 0);
    }

    /** How many different values it has at most. */
    static int atMost(Values values) {
        int all = 0;
        for (Shape shape : values.shapes()) {
            boolean holds = shape instanceof Shape.ArrayShape || shape instanceof Shape.ObjectShape;
            boolean unknown = shape instanceof Shape.StringShape string && texts(string) == 1;
            all += shape instanceof Shape.Literals one
                    ? one.texts().size()
                    : holds || unknown ? MANY : atLeast(shape, DEEPEST);
        }
        return Math.min(MANY, all);
    }

    private static int atLeast(Values values, int depth) {
        int literals = 0;
        int others = 0;
        Set<BigDecimal> single = new HashSet<>();
        for (Shape shape : values.shapes()) {
            if (shape instanceof Shape.Literals one) {
                literals += one.texts().size();
            } else if (shape instanceof Shape.NumberShape one && one.numbers().isBetweenEqualBounds()) {
                single.add(requireNonNull(one.numbers().low()));
            } else {
                others = Math.max(others, atLeast(shape, depth));
            }
        }
        return Math.min(MANY, literals + Math.max(single.size(), others));
    }

    private static int atLeast(Shape shape, int depth) {
        if (shape instanceof Shape.StringShape string) {
            return texts(string);
        }
        if (shape instanceof Shape.NumberShape number) {
            return number.numbers()
                    .values(MANY - 1)
                    .map(numbers -> numbers.size())
                    .orElse(MANY);
        }
        if (shape instanceof Shape.ArrayShape array) {
            return array.max() == Shape.ANY_NUMBER && !array.unique() ? MANY : arrays(array, depth);
        }
        return shape instanceof Shape.ObjectShape object && depth < DEEPEST ? objects(object, depth) : 1;
    }

    private static int texts(Shape.StringShape string) {
        if (string.language().isAny()) {
            return string.maxLength() == 0 ? 1 : MANY;
        }
        Optional<Set<String>> texts = string.language().texts(MANY - 1);
        if (texts.isEmpty()) {
            return string.maxLength() == Shape.ANY_NUMBER ? MANY : 1;
        }
        return (int) texts.get().stream()
                .mapToInt(text -> text.codePointCount(0, text.length()))
                .filter(length -> length >= string.minLength() && length <= string.maxLength())
                .count();
    }

    /** By all ways to write as many items as there must be. */
    private static int arrays(Shape.ArrayShape array, int depth) {
        int ways = 1;
        for (int i = 0; i < array.min() && ways < MANY && !array.unique() && depth < DEEPEST; i++) {
            Shape.Item item = array.item(i);
            ways = item == null || item.matching() != null ? ways : ways * atLeast(item.plain(), depth + 1);
        }
        return Math.min(MANY, ways);
    }

    /** By the property that tells most of them apart. */
    private static int objects(Shape.ObjectShape object, int depth) {
        if (object.max() == 0) {
            return 1;
        }
        boolean anyOther = object.max() == Shape.ANY_NUMBER
                && object.others().stream()
                        .anyMatch(
                                other -> other.names().isAny() && other.value().isPossible());
        return anyOther
                ? MANY
                : object.properties().stream()
                        .filter(Shape.Property::required)
                        .mapToInt(property -> atLeast(property.value(), depth + 1))
                        .reduce(1, Math::max);
    }
}
