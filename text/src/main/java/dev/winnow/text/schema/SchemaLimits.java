package dev.winnow.text.schema;

/**
 * The limits on schemas. They are far above what schemas in the wild need, and keep hostile ones from taking memory.
 */
public final class SchemaLimits {
    /** Bytes of a schema as compact JSON. */
    public static final int SCHEMA_BYTES = 512 * 1024;

    /** Levels of nesting, with references followed. */
    public static final int DEPTH = 48;

    /** Subschemas, with references followed. */
    public static final int SUBSCHEMAS = 10_000;

    /** Bytes of the shortest output, and of the shortest value of each part: what all that is required takes. */
    public static final int SHORTEST_OUTPUT_BYTES = 64 * 1024;

    /** Places of an output that are told apart, see {@link ShapeSizes.Size#places}. */
    public static final int PLACES = 250_000;

    /** Characters of the values of all different {@code enum} and {@code const}, references followed. */
    public static final int LITERAL_CHARACTERS = 2 * SCHEMA_BYTES;

    /** Characters of a pattern. */
    public static final int PATTERN_CHARACTERS = 4096;

    /** Steps of a pattern with its counted repetitions written out: a text takes at most so many for each character. */
    public static final int PATTERN_STEPS = 5000;

    /** Digits before the point, where the bounds ask for no more. */
    public static final int INTEGER_DIGITS = 15;

    /** Digits before the point at most: larger bounds are cut to it. */
    public static final int MOST_INTEGER_DIGITS = 30;

    /** Digits after the point, where the bounds ask for no more. */
    public static final int FRACTION_DIGITS = 8;

    /** Digits after the point at most. */
    public static final int MOST_FRACTION_DIGITS = 20;

    private SchemaLimits() {}
}
