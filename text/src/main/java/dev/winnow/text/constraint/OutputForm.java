package dev.winnow.text.constraint;

/**
 * How outputs are written where JSON leaves a choice.
 *
 * @param mostWhiteSpace characters of white space that may stand at one place outside strings
 * @param anyOrder whether the properties of an object may come in any order, not only in the schema's
 * @param needlessEscapes whether strings may have escapes that no character needs wherever the schema says what is in
 *     them
 * @param anyNumbers whether numbers may have exponents, and whole ones zeros behind a point
 */
public record OutputForm(int mostWhiteSpace, boolean anyOrder, boolean needlessEscapes, boolean anyNumbers) {
    /** No white space, properties in the schema's order: one way to write a value, and most of it forced. */
    public static final OutputForm COMPACT = new OutputForm(0, false, false, false);

    /** As people and other programs write JSON. White space is bounded nevertheless. */
    public static final OutputForm FREE = new OutputForm(256, true, true, true);

    /** Checks the bound. */
    public OutputForm {
        if (mostWhiteSpace < 0) {
            throw new IllegalArgumentException("mostWhiteSpace must not be negative, was " + mostWhiteSpace);
        }
    }
}
