package dev.winnow.engine.catalog;

/**
 * How fast a model was on this machine in a numeric mode.
 *
 * @param loadSeconds from open files to the first prompt
 * @param residentMebibytes of the process at its highest, Java and libtorch included
 * @param promptTokensPerSecond reading prompts of 512 tokens, one at a time
 * @param outputTokensPerSecond writing one output
 * @param batchTokensPerSecond writing sixteen at once
 * @param threads that computed
 */
public record Measurement(
        double loadSeconds,
        long residentMebibytes,
        double promptTokensPerSecond,
        double outputTokensPerSecond,
        double batchTokensPerSecond,
        int threads) {}
