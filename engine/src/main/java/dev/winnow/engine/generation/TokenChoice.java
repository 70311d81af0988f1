package dev.winnow.engine.generation;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Logits;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses one row's tokens. Each row has its own random numbers, so that a choice depends on the row's scores and seed
 * and on nothing else.
 */
final class TokenChoice {
    private final double temperature;
    private final SplittableRandom random;

    TokenChoice(Sampling sampling) {
        temperature = sampling.temperature();
        random = new SplittableRandom(sampling.seed());
    }

    /**
     * Chooses the next token.
     *
     * @param allowed bit {@code i & 63} of word {@code i >> 6} is token i; null allows all
     * @throws IllegalStateException if no allowed token has a finite score
     */
    int choose(Logits logits, int row, long @Nullable [] allowed) {
        int best = likeliest(logits, row, allowed);
        return temperature == 0 ? best : drawn(logits, row, allowed, best);
    }

    // The lowest of several equal ones, so that the choice is the same everywhere.
    private static int likeliest(Logits logits, int row, long @Nullable [] allowed) {
        return Float.isFinite(logits.highest(row)) && isAllowed(allowed, logits.best(row))
                ? logits.best(row)
                : likeliestAllowed(logits, row, allowed);
    }

    private static int likeliestAllowed(Logits logits, int row, long @Nullable [] allowed) {
        int best = -1;
        float most = Float.NEGATIVE_INFINITY;
        for (int token = 0; token < logits.vocabulary(); token++) {
            float score = logits.get(row, token);
            if (score > most && isAllowed(allowed, token)) {
                most = score;
                best = token;
            }
        }
        if (best < 0 || most == Float.POSITIVE_INFINITY) {
            throw new IllegalStateException("the model gave no finite score to any allowed token");
        }
        return best;
    }

    // The inverse of the cumulative distribution, in double precision: the sum of 100,000 floats would drift.
    private int drawn(Logits logits, int row, long @Nullable [] allowed, int best) {
        float[] weights = logits.weights(row, logits.get(row, best), temperature);
        double total = 0;
        for (int token = 0; token < weights.length; token++) {
            total += isDrawn(weights, allowed, token) ? weights[token] : 0;
        }
        double rest = random.nextDouble() * total;
        for (int token = 0; token < weights.length; token++) {
            if (isDrawn(weights, allowed, token)) {
                rest -= weights[token];
                if (rest < 0) {
                    return token;
                }
            }
        }
        return best; // rounding put the point at the very end
    }

    /** A weight that is no number is none. */
    private static boolean isDrawn(float[] weights, long @Nullable [] allowed, int token) {
        return isAllowed(allowed, token) && weights[token] > 0;
    }

    private static boolean isAllowed(long @Nullable [] allowed, int token) {
        return allowed == null || (allowed[token >> 6] >>> (token & 63) & 1) != 0;
    }
}
