package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Reads the keywords of arrays with one kind of item. */
final class ArrayReader {
    private final ShapeReader shapes;
    private final Findings findings;
    private final Bounds bounds;
    private final Counts counts;

    ArrayReader(ShapeReader shapes, Findings findings, Bounds bounds) {
        this.shapes = shapes;
        this.findings = findings;
        this.bounds = bounds;
        this.counts = new Counts(findings);
    }

    Optional<Shape> read(ObjectNode schema, Location at) {
        Optional<Counts.Range> range = counts.read(schema, at, "minItems", "maxItems");
        Optional<Shape> items = readItems(schema, at);
        if (range.isEmpty() || items.isEmpty()) {
            return Optional.empty();
        }
        if (range.get().max() == 0) {
            return Optional.of(new Shape.Literals(List.of("[]")));
        }
        Shape array =
                new Shape.ArrayShape(items.get(), range.get().min(), range.get().max());
        return bounds.within(array, at, schema.has("maxItems") ? "maxItems" : "minItems");
    }

    private Optional<Shape> readItems(ObjectNode schema, Location at) {
        if (!schema.has("items")) {
            findings.refuseAt(at, "items", "any JSON value would fit as an item", "add \"items\" with a schema");
            return Optional.empty();
        }
        if (schema.get("items").isArray()) {
            findings.refuse(at, "items", "a list of schemas is not supported", Keywords.remedy("prefixItems"));
            return Optional.empty();
        }
        findings.enforced(at, "items");
        return shapes.read(schema.get("items"), at.child("items"));
    }
}
