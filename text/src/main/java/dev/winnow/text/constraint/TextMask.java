package dev.winnow.text.constraint;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens may come in a string, by what the string itself says. What follows the string does not matter here, so
 * that all strings of a kind share one. Thread-safe; the arrays are not to be written to.
 */
final class TextMask {
    private final long[] inside;
    private final List<Closing> closing;
    private final Supplier<List<int[]>> sort;
    private volatile @Nullable List<int[]> alike;

    /** Tokens that close a string and go on with the same bytes. */
    static final class Closing {
        private final byte[] rest;
        private final int[] tokens;

        Closing(byte[] rest, int[] tokens) {
            this.rest = rest;
            this.tokens = tokens;
        }

        byte[] rest() {
            return rest;
        }

        int[] tokens() {
            return tokens;
        }
    }

    /**
     * Takes the tokens.
     *
     * @param inside bit i of the set: token i stays inside of the string
     * @param closing tokens that close the string, by what they have behind its quote
     * @param sort finds the groups of tokens inside that lead to the same place of the string
     */
    TextMask(long[] inside, List<Closing> closing, Supplier<List<int[]>> sort) {
        this.inside = inside;
        this.closing = List.copyOf(closing);
        this.sort = sort;
    }

    long[] inside() {
        return inside;
    }

    List<Closing> closing() {
        return closing;
    }

    /** The tokens inside, those side by side that lead to the same place of the string. */
    List<int[]> alike() {
        List<int[]> known = alike;
        if (known == null) {
            known = sort.get();
            alike = known;
        }
        return known;
    }
}
