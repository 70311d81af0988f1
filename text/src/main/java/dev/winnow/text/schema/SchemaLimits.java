package dev.winnow.text.schema;

/**
 * The limits on schemas. They are far above what schemas in the wild need, and keep hostile ones from taking memory.
 */
public final class SchemaLimits {
    /** Bytes of a schema as compact JSON. */
    public static final int SCHEMA_BYTES = 2 * 1024 * 1024;

    /** Schemas that may be combined at one place, one within the other: references, alternatives. */
    public static final int DEPTH = 100;

    /** Different places of outputs, references followed. */
    public static final int SUBSCHEMAS = 20_000;

    /** Combinations of alternatives at one place. */
    public static final int VARIANTS = 2_000;

    /** Combinations that are looked at for a whole schema, those of patterns by their size: some seconds at most. */
    public static final long WORK = 2_000_000;

    /** States of all patterns of a schema. */
    public static final int ALL_PATTERN_STATES = 200_000;

    /** States of languages, each as often as the text must have characters. */
    public static final long LENGTHS = 8_000_000;

    /** Patterns of a schema that turn out to be too large for an automaton: each takes time to find out. */
    public static final int OVERLARGE_PATTERNS = 10;

    /** Bytes of the shortest output, and of the shortest value of each part: what all that is required takes. */
    public static final int SHORTEST_OUTPUT_BYTES = 64 * 1024;

    /** Characters of a pattern. */
    public static final int PATTERN_CHARACTERS = 4096;

    /** Steps of a pattern with its counted repetitions written out: a text takes at most so many for each character. */
    public static final int PATTERN_STEPS = 5000;

    private SchemaLimits() {}
}
