package dev.winnow.coordinator.dispatch;

import dev.winnow.common.work.Windows;
import dev.winnow.text.window.WindowCutter;
import org.jspecify.annotations.Nullable;

/**
 * What items of a job take, by estimate.
 *
 * @param maxOutputTokens the most tokens of an output
 * @param instructionBytes of the job's instruction
 * @param windows how long inputs are cut; null if they are not
 */
record ItemCost(
        int maxOutputTokens, int instructionBytes, @Nullable Windows windows) {
    // So that the tokens of a shard that is one item alone are still an int.
    private static final long MOST = Integer.MAX_VALUE / 2;

    /**
     * Tokens, input and output, of all windows if there are several.
     *
     * @param bytes of the item, instruction included
     */
    long tokens(int bytes) {
        long tokens = tokensOf(bytes);
        if (windows == null || tokens <= windows.promptTokens()) {
            return tokens + maxOutputTokens;
        }
        long repeated = tokensOf(instructionBytes);
        long count =
                WindowCutter.usually(tokens - repeated, windows.promptTokens() - repeated, windows.overlapTokens());
        long each = repeated + windows.overlapTokens() + maxOutputTokens;
        return Math.min(tokens + maxOutputTokens + (count - 1) * each, MOST);
    }

    // English and JSON run at about 3.5 bytes a token; an estimate is enough to cut by.
    private static long tokensOf(int bytes) {
        return bytes * 2L / 7 + 1;
    }
}
