package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes out of all places what can have no value, so that decoding never turns to it. */
final class Pruning {
    private Pruning() {}

    static void of(List<Values> places) {
        for (Values values : places) {
            List<Shape> possible = new ArrayList<>();
            for (Shape shape : values.shapes()) {
                if (ShapeSizes.of(shape) < Values.IMPOSSIBLE) {
                    possible.add(pruned(shape));
                }
            }
            values.settle(possible);
        }
    }

    private static Shape pruned(Shape shape) {
        if (shape instanceof Shape.ObjectShape object) {
            return object(object);
        }
        return shape instanceof Shape.ArrayShape array ? array(array) : shape;
    }

    private static Shape object(Shape.ObjectShape object) {
        List<Shape.OtherProperties> others = object.others().stream()
                .filter(other -> other.value().isPossible())
                .toList();
        Set<Integer> impossible = impossible(object.properties());
        if (impossible.isEmpty() && others.size() == object.others().size()) {
            return object;
        }
        int[] places = new int[object.properties().size()];
        int kept = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = impossible.contains(i) ? -1 : kept++;
        }
        List<Shape.Property> properties = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                Shape.Property property = object.properties().get(i);
                Set<Integer> needs = new HashSet<>();
                property.needs().forEach(need -> needs.add(places[need]));
                properties.add(new Shape.Property(property.name(), property.value(), property.required(), needs));
            }
        }
        int max = others.isEmpty() ? Math.min(object.max(), properties.size()) : object.max();
        return new Shape.ObjectShape(properties, others, object.excluded(), object.min(), max);
    }

    private static Set<Integer> impossible(List<Shape.Property> properties) {
        Set<Integer> impossible = new HashSet<>();
        for (int i = 0; i < properties.size(); i++) {
            if (!properties.get(i).value().isPossible()) {
                impossible.add(i);
            }
        }
        // Needs are closed, so one round finds all.
        for (int i = 0; i < properties.size() && !impossible.isEmpty(); i++) {
            if (properties.get(i).needs().stream()
                    .anyMatch(need -> !properties.get(need).value().isPossible())) {
                impossible.add(i);
            }
        }
        return impossible;
    }

    private static Shape array(Shape.ArrayShape array) {
        int max = array.max();
        for (int i = 0; i < array.prefix().size(); i++) {
            if (!isPossible(array.prefix().get(i))) {
                max = Math.min(max, i);
            }
        }
        if (array.rest() != null && !isPossible(array.rest())) {
            max = Math.min(max, array.prefix().size());
        }
        if (max == array.max()) {
            return array;
        }
        List<Shape.Item> prefix =
                array.prefix().subList(0, Math.min(max, array.prefix().size()));
        Shape.Item rest = max > prefix.size() ? array.rest() : null;
        return new Shape.ArrayShape(prefix, rest, array.min(), max, array.matches(), array.unique());
    }

    private static boolean isPossible(Shape.Item item) {
        return item.plain().isPossible()
                || (item.matching() != null && item.matching().isPossible());
    }
}
