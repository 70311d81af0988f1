package dev.winnow.text.schema;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * How large shapes are, each measured once: what references share is not walked again. Large sizes are cut to
 * {@link #MOST}, so that products of hostile numbers stay in range. Thread-safe.
 */
public final class ShapeSizes {
    /** Sizes above this count as this. */
    private static final long MOST = 1L << 30;

    /** Bytes that take about as much memory as an open place. */
    private static final int BYTES_OF_A_PLACE = 8;

    private final IdentityHashMap<Shape, Size> known = new IdentityHashMap<>();

    /**
     * The size of one shape.
     *
     * @param shortest bytes of its shortest value
     * @param places how many places of an output a constraint can come to hold for it: each value once for each count
     *     of items before it that is told apart, keys and texts of a least length by their bytes
     */
    public record Size(long shortest, long places) {}

    /** Measures a shape. */
    public synchronized Size of(Shape shape) {
        Size size = known.get(shape);
        if (size == null) {
            size = measure(shape);
            known.put(shape, size);
        }
        return size;
    }

    private Size measure(Shape shape) {
        if (shape instanceof Shape.ObjectShape object) {
            return object(object.properties());
        }
        if (shape instanceof Shape.ArrayShape array) {
            Size item = of(array.items());
            return new Size(
                    cut(2 + cut(item.shortest() + 1) * array.minItems()),
                    cut(1 + cut(item.places() + 1) * distinctItems(array)));
        }
        if (shape instanceof Shape.StringShape string) {
            return new Size(cut(2L + string.minLength()), cut(1L + string.minLength() / BYTES_OF_A_PLACE));
        }
        if (shape instanceof Shape.Literals literals) {
            return new Size(
                    literals.texts().stream().mapToLong(ShapeSizes::utf8).min().orElseThrow(), 1);
        }
        if (shape instanceof Shape.Union union) {
            return union(union.alternatives());
        }
        return new Size(1, 1);
    }

    private Size object(List<Shape.Property> properties) {
        long shortest = 2;
        long places = 1;
        for (Shape.Property property : properties) {
            Size value = of(property.shape());
            long key = utf8(property.name());
            shortest = property.required() ? cut(shortest + key + 4 + value.shortest()) : shortest;
            places = cut(places + key / BYTES_OF_A_PLACE + value.places());
        }
        return new Size(shortest, places);
    }

    private Size union(List<Shape> alternatives) {
        long shortest = MOST;
        long places = 1;
        for (Shape alternative : alternatives) {
            shortest = Math.min(shortest, of(alternative).shortest());
            places = cut(places + of(alternative).places());
        }
        return new Size(shortest, places);
    }

    /** Without an upper bound, all counts from the least on are alike. */
    private static long distinctItems(Shape.ArrayShape array) {
        return array.maxItems() == Integer.MAX_VALUE ? Math.max(1, array.minItems()) : array.maxItems();
    }

    private static long cut(long size) {
        return Math.min(MOST, size);
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
