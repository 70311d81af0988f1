package dev.winnow.text.schema;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the limits on what is enforced, for every part of a schema: one that an output may leave out takes as much
 * memory as one that it may not, as soon as a model turns to it.
 */
final class Bounds {
    private final Findings findings;
    private final ShapeSizes sizes = new ShapeSizes();

    // Values that are listed in several places are held once.
    private final Map<Shape.Literals, Shape.Literals> literals = new HashMap<>();
    private long literalCharacters;

    Bounds(Findings findings) {
        this.findings = findings;
    }

    /** The shape, if it is within the limits; otherwise a refusal at this keyword. */
    <S extends Shape> Optional<S> within(S shape, Location at, String keyword) {
        ShapeSizes.Size size = sizes.of(shape);
        if (size.shortest() > SchemaLimits.SHORTEST_OUTPUT_BYTES) {
            findings.refuse(
                    at,
                    keyword,
                    "the shortest value has " + size.shortest() + " bytes or more, at most "
                            + SchemaLimits.SHORTEST_OUTPUT_BYTES + " are taken",
                    "lower minItems and minLength, or require less");
            return Optional.empty();
        }
        if (size.places() > SchemaLimits.PLACES) {
            findings.refuse(
                    at,
                    keyword,
                    "outputs can have " + size.places() + " places or more (values, times the items before them that"
                            + " are counted), at most " + SchemaLimits.PLACES + " are taken",
                    "lower minItems and maxItems, or leave maxItems out: items without an upper bound are not counted");
            return Optional.empty();
        }
        return Optional.of(shape);
    }

    /** The shape, with listed values held once; refused if all of the schema's together take too much memory. */
    Optional<Shape> held(Shape shape, Location at, String keyword) {
        Shape held = hold(shape);
        if (literalCharacters > SchemaLimits.LITERAL_CHARACTERS) {
            findings.refuse(
                    at,
                    keyword,
                    "the values that the schema lists have more than " + SchemaLimits.LITERAL_CHARACTERS
                            + " characters, references followed",
                    "list fewer values, or split the schema into several requests");
            return Optional.empty();
        }
        return within(held, at, keyword);
    }

    private Shape hold(Shape shape) {
        if (shape instanceof Shape.Union union) {
            return new Shape.Union(union.alternatives().stream().map(this::hold).toList());
        }
        if (!(shape instanceof Shape.Literals values)) {
            return shape;
        }
        Shape.Literals known = literals.putIfAbsent(values, values);
        if (known == null) {
            literalCharacters +=
                    values.texts().stream().mapToLong(String::length).sum();
        }
        return known == null ? values : known;
    }
}
