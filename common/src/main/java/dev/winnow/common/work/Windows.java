package dev.winnow.common.work;

/**
 * How inputs that are too long for one prompt are cut: into windows that overlap, each a prompt of its own, whose
 * outputs are merged by the schema. An input that fits is not cut.
 *
 * @param promptTokens the most tokens of a window's prompt, instruction and template included
 * @param overlapTokens about how many tokens of text two neighbouring windows share
 */
public record Windows(int promptTokens, int overlapTokens) {
    public Windows {
        if (promptTokens < 1) {
            throw new IllegalArgumentException("promptTokens must be at least 1, was " + promptTokens);
        }
        if (overlapTokens < 0) {
            throw new IllegalArgumentException("overlapTokens must not be negative, was " + overlapTokens);
        }
    }
}
