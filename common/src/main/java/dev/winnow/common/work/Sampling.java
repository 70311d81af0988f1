package dev.winnow.common.work;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 takes the likeliest token (greedy); above 0 samples, at most 2
 * @param seed makes sampling repeatable: the same item with the same seed gives the same output
 */
public record Sampling(double temperature, long seed) {
    /** The likeliest token, always. */
    public static final Sampling GREEDY = new Sampling(0, 0);

    public Sampling {
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature must be between 0 and 2, was " + temperature);
        }
    }
}
