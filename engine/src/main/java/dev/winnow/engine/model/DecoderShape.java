package dev.winnow.engine.model;

import static java.util.Objects.requireNonNull;

/**
 * The sizes and constants of a Llama-family decoder.
 *
 * @param layers the number of transformer layers
 * @param hidden the width of the residual stream
 * @param heads the number of query heads of a layer
 * @param kvHeads the number of key and value heads of a layer; divides {@code heads}
 * @param headDim the width of a head
 * @param intermediate the width of the feed-forward layer
 * @param vocabulary the number of tokens, control tokens included. The embedding table and the head may have more rows:
 *     padding that no token has, which is neither loaded nor scored
 * @param rotary how positions turn queries and keys
 * @param normEpsilon what RMS norm adds to the mean square
 * @param contextTokens the longest sequence that the model was made for
 * @param tiedHead whether the output head is the embedding table ({@code lm_head.weight} is absent then)
 * @param qkvBias whether the query, key and value projections have biases
 * @param qkNorm whether each query head and each key head goes through an RMS norm of its own before it is rotated
 */
public record DecoderShape(
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headDim,
        int intermediate,
        int vocabulary,
        Rotary rotary,
        double normEpsilon,
        int contextTokens,
        boolean tiedHead,
        boolean qkvBias,
        boolean qkNorm) {
    // No decoder comes near it; it keeps products of two sizes within a long and a hostile header from looking real.
    private static final int MOST = 1 << 24;

    public DecoderShape {
        requireSize("layers", layers);
        requireSize("hidden", hidden);
        requireSize("heads", heads);
        requireSize("kvHeads", kvHeads);
        requireSize("headDim", headDim);
        requireSize("intermediate", intermediate);
        requireSize("vocabulary", vocabulary);
        requireSize("contextTokens", contextTokens);
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException(
                    "kvHeads must divide heads, but there are %d heads and %d kvHeads".formatted(heads, kvHeads));
        }
        if ((long) heads * headDim > MOST) {
            throw new IllegalArgumentException(
                    "heads times headDim must be at most %d, was %d x %d".formatted(MOST, heads, headDim));
        }
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException("headDim must be even for rotary positions, was " + headDim);
        }
        requireNonNull(rotary, "rotary");
        if (!rotary.fits(headDim)) {
            throw new IllegalArgumentException("a head of %d values has %d rotary frequencies, but %d are scaled"
                    .formatted(headDim, headDim / 2, rotary.divisors().size()));
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw new IllegalArgumentException("normEpsilon must be between 0 and 1, was " + normEpsilon);
        }
    }

    /** The same decoder with another number of tokens. */
    public DecoderShape withVocabulary(int tokens) {
        return new DecoderShape(
                layers,
                hidden,
                heads,
                kvHeads,
                headDim,
                intermediate,
                tokens,
                rotary,
                normEpsilon,
                contextTokens,
                tiedHead,
                qkvBias,
                qkNorm);
    }

    /** The width of the concatenated query heads, which is also the input width of the output projection. */
    public int queryWidth() {
        return heads * headDim;
    }

    /** The width of the concatenated key heads, and of the value heads. */
    public int keyValueWidth() {
        return kvHeads * headDim;
    }

    private static void requireSize(String field, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException("%s must be from 1 to %d, was %d".formatted(field, MOST, value));
        }
    }
}
