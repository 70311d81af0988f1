package dev.winnow.engine.generation;

import java.util.Arrays;

/** A guess that is copied from the document, as it grows. */
final class CopiedGuess {
    private final int place;
    private final boolean opensValue;
    private final int[] tokens;
    private final int[] places;
    private final int[] lengths;
    private int length;

    /**
     * Nothing yet.
     *
     * @param place where in the document it begins
     * @param opensValue whether it begins with the next value, not within one
     * @param most the tokens that it may come to have
     */
    CopiedGuess(int place, boolean opensValue, int most) {
        this.place = place;
        this.opensValue = opensValue;
        this.tokens = new int[most];
        this.places = new int[most];
        this.lengths = new int[most];
    }

    /**
     * Adds a token where there is room for it.
     *
     * @param placeBehind up to where the document is copied with it
     * @param lengthBehind how much of the guess that is
     */
    void add(int token, int placeBehind, int lengthBehind) {
        if (!isFull()) {
            tokens[length] = token;
            places[length] = placeBehind;
            lengths[length] = lengthBehind;
            length++;
        }
    }

    boolean isFull() {
        return length == tokens.length;
    }

    int length() {
        return length;
    }

    int place() {
        return place;
    }

    boolean opensValue() {
        return opensValue;
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, length);
    }

    /** Up to where the document is copied by the first so many tokens. */
    int placeBehind(int right) {
        return places[right - 1];
    }

    /** How many of those there are up to the last one that is copied, and no separator. */
    int lengthBehind(int right) {
        return lengths[right - 1];
    }
}
