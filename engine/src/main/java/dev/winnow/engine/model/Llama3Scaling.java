package dev.winnow.engine.model;

/**
 * How Llama 3.1 and its successors scale rotary frequencies: waves that are short against the first training's context
 * stay, long ones are stretched by a factor, and between them the factor grows smoothly.
 *
 * @param factor what the longest waves' frequencies are divided by
 * @param lowFrequency waves longer than {@code originalContext / lowFrequency} are stretched by the whole factor
 * @param highFrequency waves shorter than {@code originalContext / highFrequency} stay
 * @param originalContext the context of the first training, in tokens
 */
public record Llama3Scaling(double factor, double lowFrequency, double highFrequency, int originalContext) {
    public Llama3Scaling {
        if (!(factor >= 1 && factor < 1e6)) {
            throw new IllegalArgumentException("factor must be from 1 to 1e6, was " + factor);
        }
        if (!(lowFrequency > 0 && highFrequency > lowFrequency && highFrequency < 1e6)) {
            throw new IllegalArgumentException(
                    "low_freq_factor must be above 0 and below high_freq_factor, but they are %s and %s"
                            .formatted(lowFrequency, highFrequency));
        }
        if (originalContext < 1) {
            throw new IllegalArgumentException(
                    "original_max_position_embeddings must be at least 1, was " + originalContext);
        }
    }

    /** What a frequency, in radians a position, is divided by. */
    double divisor(double frequency) {
        double wavesInContext = originalContext * frequency / (2 * Math.PI);
        if (wavesInContext > highFrequency) {
            return 1;
        }
        if (wavesInContext < lowFrequency) {
            return factor;
        }
        double kept = (wavesInContext - lowFrequency) / (highFrequency - lowFrequency);
        return 1 / ((1 - kept) / factor + kept);
    }
}
