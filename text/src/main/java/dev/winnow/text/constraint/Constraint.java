package dev.winnow.text.constraint;

/** The outputs that are allowed, compiled against one vocabulary. Immutable and thread-safe; cursors are neither. */
public interface Constraint {
    /**
     * The fewest tokens in which some output can be complete, the end token not counted. A limit below it can never be
     * met and must be refused before work begins.
     */
    int shortestOutputTokens();

    /**
     * Begins an output.
     *
     * @param maxOutputTokens the most tokens that it may take, the end token not counted
     * @throws IllegalArgumentException if the limit is below {@link #shortestOutputTokens()}
     */
    Cursor begin(int maxOutputTokens);
}
