package dev.winnow.engine.training;

import java.time.Duration;

/**
 * What a step did.
 *
 * @param step its number, from 1
 * @param steps how many there are
 * @param loss the mean over its supervised tokens before the step was taken, in nats
 * @param rate how far factors moved
 * @param gradientNorm of all gradients together, before they were clipped
 * @param tokens of its examples
 * @param supervisedTokens of them, those that were learned
 * @param took how long it took
 */
public record TrainingStep(
        int step,
        int steps,
        double loss,
        double rate,
        double gradientNorm,
        int tokens,
        int supervisedTokens,
        Duration took) {
    /** How many tokens of examples it took a second. */
    public double tokensPerSecond() {
        return tokens / Math.max(1e-9, took.toNanos() / 1e9);
    }
}
