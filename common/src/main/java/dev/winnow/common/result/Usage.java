package dev.winnow.common.result;

/**
 * What an item took; of an item that was cut into windows, all of them together, which may run at once.
 *
 * @param inputTokens tokens of the rendered prompt
 * @param outputTokens tokens of the output, without the end token
 * @param steps decoder steps that the item took part in
 * @param seconds wall-clock time from the item's prefill to its last token
 */
public record Usage(int inputTokens, int outputTokens, int steps, double seconds) {
    public Usage {
        if (inputTokens < 0 || outputTokens < 0 || steps < 0 || !(seconds >= 0)) {
            throw new IllegalArgumentException(
                    "usage must not be negative: %d input tokens, %d output tokens, %d steps, %s seconds"
                            .formatted(inputTokens, outputTokens, steps, seconds));
        }
    }
}
