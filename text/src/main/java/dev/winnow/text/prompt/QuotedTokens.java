package dev.winnow.text.prompt;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A document's tokens as an output would write them. A word's first token has the space before the word in it, but for
 * a word that opens a string, which has none: so a token has a second form for that place. Immutable and thread-safe.
 */
public final class QuotedTokens {
    private final int[] tokens;
    // Those of equal tokens are one array; null where they are the tokens themselves.
    private final int @Nullable [][] openings;

    /**
     * Takes arrays over.
     *
     * @param openings for each token those that write it at the beginning of a string, at least one
     */
    @SuppressWarnings("ArrayIsStoredDirectly") // Thousands of tokens; whoever makes them lets go of them.
    QuotedTokens(int[] tokens, int[][] openings) {
        if (openings.length != tokens.length) {
            throw new IllegalArgumentException("%d tokens with %d openings".formatted(tokens.length, openings.length));
        }
        for (int[] opening : openings) {
            if (opening.length == 0) {
                throw new IllegalArgumentException("an opening without a token");
            }
        }
        this.tokens = tokens;
        this.openings = openings;
    }

    private QuotedTokens(int[] tokens) {
        this.tokens = tokens;
        this.openings = null;
    }

    /** Tokens that are the same at the beginning of a string as within it. */
    public static QuotedTokens of(int... tokens) {
        return new QuotedTokens(tokens.clone());
    }

    /** Tokens with a second form each: those that write them at the beginning of a string, at least one. */
    public static QuotedTokens of(int[] tokens, int[][] openings) {
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
        return openings == null ? new int[] {tokens[place]} : openings[place];
    }
}
