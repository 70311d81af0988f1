package dev.winnow.text.schema;

import java.util.List;

/**
 * The values that fit at one place of an output: one of several shapes, which may overlap. Places of which the same is
 * asked share one object, also where a place lies within itself. Equality is identity. Immutable once compiled.
 */
public final class Values {
    /** No value fits. */
    static final long IMPOSSIBLE = Long.MAX_VALUE / 4;

    private List<Shape> shapes = List.of();
    private long shortest = IMPOSSIBLE;

    Values() {}

    /** What fits, in the order of the schema. Empty only while a schema is compiled. */
    public List<Shape> shapes() {
        return shapes;
    }

    /** Bytes of a shortest value, or a few more. */
    public long shortest() {
        return shortest;
    }

    boolean isPossible() {
        return shortest < IMPOSSIBLE;
    }

    void settle(List<Shape> settled) {
        shapes = List.copyOf(settled);
    }

    void measured(long bytes) {
        shortest = bytes;
    }
}
