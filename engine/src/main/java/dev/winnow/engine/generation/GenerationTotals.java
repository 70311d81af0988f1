package dev.winnow.engine.generation;

/**
 * What a generator has done since it began.
 *
 * @param written output tokens
 * @param read prompt tokens that were computed
 * @param shared prompt tokens that rows took over from others instead
 * @param steps in which rows decoded
 * @param stepRows rows of all steps together: divided by the steps, how full the batch was
 * @param stepNanos how long the steps took together
 */
public record GenerationTotals(long written, long read, long shared, long steps, long stepRows, long stepNanos) {
    /** What has done nothing yet. */
    public static final GenerationTotals NONE = new GenerationTotals(0, 0, 0, 0, 0, 0);
}
