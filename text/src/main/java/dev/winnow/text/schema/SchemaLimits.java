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

    /** Bytes of the shortest output: what all required parts take at least. */
    public static final int SHORTEST_OUTPUT_BYTES = 64 * 1024;

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
