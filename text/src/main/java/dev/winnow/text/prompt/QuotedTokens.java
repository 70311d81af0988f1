package dev.winnow.text.prompt;

import java.util.Arrays;

/**
 * A document's tokens as an output would write them. A word's first token has the space before the word in it, but for
 * a word that opens a string, which has none: so a token has a second form for that place. Immutable and thread-safe.
 */
public final class QuotedTokens {
    private final int[] tokens;
    private final int[][] openings;

    private QuotedTokens(int[] tokens, int[][] openings) {
        this.tokens = tokens;
        this.openings = openings;
    }

    /** Tokens that are the same at the beginning of a string as within it. */
    public static QuotedTokens of(int... tokens) {
        return new QuotedTokens(
                tokens.clone(),
                Arrays.stream(tokens).mapToObj(token -> new int[] {token}).toArray(int[][]::new));
    }

    /**
     * Tokens with a second form.
     *
     * @param openings for each token those that write it at the beginning of a string, at least one
     */
    public static QuotedTokens of(int[] tokens, int[][] openings) {
        if (openings.length != tokens.length) {
            throw new IllegalArgumentException("%d tokens with %d openings".formatted(tokens.length, openings.length));
        }
        for (int[] opening : openings) {
            if (opening.length == 0) {
                throw new IllegalArgumentException("an opening without a token");
            }
        }
        return new QuotedTokens(
                tokens.clone(), Arrays.stream(openings).map(int[]::clone).toArray(int[][]::new));
    }

    /** The number of tokens. */
    public int size() {
        return tokens.length;
    }

    /** The token at a place within a string. */
    public int token(int place) {
        return tokens[place];
    }

    /** What writes the same at the beginning of a string: shared, not to be written to. */
    @SuppressWarnings("ReturnOfArrayField")
    public int[] opening(int place) {
        return openings[place];
    }
}
