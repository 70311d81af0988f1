package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.pattern.Acceptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The shortest values of all places, found together since places may lie within themselves: the least fixed point, as
 * Knuth's generalization of Dijkstra's algorithm has it (1977), here by passes until nothing changes.
 */
public final class ShapeSizes {
    private ShapeSizes() {}

    static void measure(List<Values> places) {
        boolean changed = true;
        while (changed) {
            changed = false;
            // What was found last lies deepest.
            for (int i = places.size() - 1; i >= 0; i--) {
                Values values = places.get(i);
                long shortest = Values.IMPOSSIBLE;
                for (Shape shape : values.shapes()) {
                    shortest = Math.min(shortest, of(shape));
                }
                if (shortest < values.shortest()) {
                    values.measured(shortest);
                    changed = true;
                }
            }
        }
    }

    /** Bytes of the shortest value, by what is known of the places within it. */
    public static long of(Shape shape) {
        if (shape instanceof Shape.ObjectShape object) {
            return object(object);
        }
        if (shape instanceof Shape.ArrayShape array) {
            return array(array);
        }
        if (shape instanceof Shape.StringShape string) {
            return string(string);
        }
        if (shape instanceof Shape.Literals literals) {
            return literals.texts().stream().mapToLong(String::length).min().orElseThrow();
        }
        return 1;
    }

    private static long string(Shape.StringShape string) {
        if (string.minLength() > SchemaLimits.SHORTEST_OUTPUT_BYTES) {
            return Values.IMPOSSIBLE;
        }
        Acceptor acceptor = string.language().acceptor();
        int length = acceptor.shortest(acceptor.start(), string.minLength());
        return length == Acceptor.NEVER || length > string.maxLength() ? Values.IMPOSSIBLE : 2L + length;
    }

    private static long object(Shape.ObjectShape object) {
        // Before a place is made for each: minProperties may be any number, and costs its author nothing.
        if (object.min() > SchemaLimits.SHORTEST_OUTPUT_BYTES) {
            return Values.IMPOSSIBLE;
        }
        long size = 2;
        int count = 0;
        List<Long> optional = new ArrayList<>();
        for (Shape.Property property : object.properties()) {
            long bytes = bytes(property);
            if (property.required()) {
                size = Math.min(Values.IMPOSSIBLE, size + bytes);
                count++;
            } else if (property.needs().isEmpty() && property.value().isPossible()) {
                optional.add(bytes);
            }
        }
        for (Shape.OtherProperties other : object.others()) {
            int fitting = count < object.min() && other.value().isPossible() ? object.min() - count : 0;
            int names = fitting == 0 ? 0 : Math.min(fitting, countOf(other, object, fitting));
            for (int i = 0; i < names; i++) {
                optional.add(bytes(other));
            }
        }
        int missing = Math.max(0, object.min() - count);
        if (missing > optional.size() || size >= Values.IMPOSSIBLE || count > object.max()) {
            return Values.IMPOSSIBLE;
        }
        return optional.stream().sorted().limit(missing).reduce(size, (a, b) -> Math.min(Values.IMPOSSIBLE, a + b));
    }

    /** Bytes of a listed property with a shortest value, as compact JSON. */
    public static long bytes(Shape.Property property) {
        int key = TextNode.valueOf(property.name()).toString().getBytes(StandardCharsets.UTF_8).length;
        return key + 2L + property.value().shortest();
    }

    /** Bytes of one that is not listed, with a short name. */
    public static long bytes(Shape.OtherProperties other) {
        return 6L + other.value().shortest();
    }

    /** How many other properties can be told apart, up to a number. */
    static int countOf(Shape.OtherProperties other, Shape.ObjectShape object, int most) {
        if (other.names().isAny()) {
            return most;
        }
        return other.names()
                .texts(most + object.excluded().size())
                .map(texts -> (int) texts.stream()
                        .filter(text -> !object.excluded().contains(text))
                        .count())
                .orElse(most);
    }

    private static long array(Shape.ArrayShape array) {
        if (array.min() > SchemaLimits.SHORTEST_OUTPUT_BYTES) {
            return Values.IMPOSSIBLE;
        }
        return new ArrayWays(array).shortest();
    }
}
