package dev.winnow.text.merge;

import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.Shape.ArrayShape;
import dev.winnow.text.schema.Shape.ObjectShape;
import dev.winnow.text.schema.Shape.Property;
import dev.winnow.text.schema.Values;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a schema says of the places of an output. Not thread-safe. */
final class Shapes {
    private final Map<Values, Map<String, Values>> properties = new HashMap<>();

    /** What fits a property; null if the schema does not list it. */
    @Nullable
    Values property(@Nullable Values values, String name) {
        return values == null ? null : listed(values).get(name);
    }

    /** The names that the schema lists, in its order. */
    List<String> order(@Nullable Values values) {
        return values == null ? List.of() : List.copyOf(listed(values).keySet());
    }

    private Map<String, Values> listed(Values values) {
        return properties.computeIfAbsent(values, unknown -> {
            Map<String, Values> byName = new LinkedHashMap<>();
            for (Shape shape : values.shapes()) {
                if (shape instanceof ObjectShape object) {
                    for (Property property : object.properties()) {
                        byName.putIfAbsent(property.name(), property.value());
                    }
                }
            }
            return byName;
        });
    }

    /** What fits the items of a list; null if the schema does not say. */
    static @Nullable Values items(@Nullable Values values) {
        return arrays(values).stream()
                .map(ArrayShape::rest)
                .filter(rest -> rest != null)
                .map(Shape.Item::plain)
                .findFirst()
                .orElse(null);
    }

    /** Whether an array is one thing, whose places mean something each, and no list that could go on. */
    static boolean isTuple(@Nullable Values values) {
        List<ArrayShape> arrays = arrays(values);
        return !arrays.isEmpty()
                && arrays.stream()
                        .allMatch(array -> !array.prefix().isEmpty()
                                || array.rest() == null
                                || (array.min() == array.max() && array.max() > 1));
    }

    /** The most items of a list. */
    static int mostItems(@Nullable Values values) {
        return arrays(values).stream().mapToInt(ArrayShape::max).max().orElse(Shape.ANY_NUMBER);
    }

    /** Whether no two items of a list may be equal. */
    static boolean isUnique(@Nullable Values values) {
        List<ArrayShape> arrays = arrays(values);
        return !arrays.isEmpty() && arrays.stream().allMatch(ArrayShape::unique);
    }

    private static List<ArrayShape> arrays(@Nullable Values values) {
        return values == null
                ? List.of()
                : values.shapes().stream()
                        .filter(ArrayShape.class::isInstance)
                        .map(ArrayShape.class::cast)
                        .toList();
    }
}
