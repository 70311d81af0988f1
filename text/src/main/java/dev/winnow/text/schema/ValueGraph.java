package dev.winnow.text.schema;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All places of a schema's outputs, each expanded once: what is asked of a place is the key. A recursive schema has
 * finitely many places, since finitely many subschemas can meet at one. Not thread-safe.
 */
final class ValueGraph {
    private final Expansion expansion;
    private final ShapeBuilder builder;
    private final Map<Conjunction, Values> places = new HashMap<>();
    private final Deque<Conjunction> pending = new ArrayDeque<>();
    private final List<Values> all = new ArrayList<>();

    ValueGraph(Expansion expansion, UnlistedProperties unlisted) {
        this.expansion = expansion;
        this.builder = new ShapeBuilder(this, expansion, unlisted);
    }

    /** The values at the place where this is asked. */
    Values place(Conjunction asked) {
        Values known = places.get(asked);
        if (known == null) {
            if (places.size() >= SchemaLimits.SUBSCHEMAS) {
                throw new SchemaTooLargeException(
                        Location.ROOT,
                        "$ref",
                        "outputs have more than " + SchemaLimits.SUBSCHEMAS + " different places, references followed");
            }
            known = new Values();
            places.put(asked, known);
            all.add(known);
            pending.add(asked);
        }
        return known;
    }

    /** Expands a schema's root and all that can be reached from it. */
    Values grow(Subschema root) {
        Values values = place(Conjunction.of(root));
        while (!pending.isEmpty()) {
            Conjunction next = pending.remove();
            place(next).settle(builder.shapes(expansion.of(next)));
        }
        all.forEach(UniqueItems::removeImpossible);
        requireFewLengths();
        ShapeSizes.measure(all);
        Pruning.of(all);
        if (all.stream().filter(UniqueItems::relax).count() > 0) {
            expansion.findings().checkedAfterwards("uniqueItems", UniqueItems.STUCK);
        }
        if (all.stream().anyMatch(UniqueItems::needCheck)) {
            expansion.findings().checkedAfterwards("uniqueItems", UniqueItems.NOTE);
        }
        return values;
    }

    /** Of a language with a least length, each of its states is looked at for each length up to it. */
    private void requireFewLengths() {
        long lengths = 0;
        for (Values values : all) {
            for (Shape shape : values.shapes()) {
                if (shape instanceof Shape.StringShape string
                        && !string.language().isAny()) {
                    lengths += (string.minLength() + 1L)
                            * string.language().acceptor().states();
                }
            }
        }
        if (lengths > SchemaLimits.LENGTHS) {
            throw new SchemaTooLargeException(
                    Location.ROOT, "minLength", "with patterns beside them its least lengths are too large together");
        }
    }

    /** Where the reason lies that a place has no value. */
    Location blame(Subschema root) {
        return new Blame(places, expansion).of(Conjunction.of(root));
    }
}
