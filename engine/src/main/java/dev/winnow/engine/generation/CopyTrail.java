package dev.winnow.engine.generation;

import dev.winnow.text.prompt.QuotedTokens;
import java.util.Arrays;

/**
 * Follows an output through its document: where the last copy ended, and what stood between the last two values, in the
 * document (a line break, a box to tick) and in the output (a quotation mark, a comma and another mark). A list is
 * mostly copied value by value, so where the document has such a gap again, the output has such a separator, and behind
 * it the next value. Not thread-safe.
 */
final class CopyTrail {
    private static final int LONGEST_GAP = 6;
    private static final int LONGEST_SEPARATOR = 4;
    private static final int MOST_MISSES = 2;

    private final QuotedTokens document;
    private int place;
    private int written;
    private int[] gap = {};
    private int[] separator = {};
    private int misses;
    private boolean begun;

    CopyTrail(QuotedTokens document) {
        this.document = document;
    }

    /** The place behind the last copy. */
    int place() {
        return place;
    }

    /** Whether the output has written a separator behind the last copy, and a value can be expected. */
    boolean isBetweenValues(int[] output, int length) {
        return misses < MOST_MISSES
                && separator.length > 0
                && length - written == separator.length
                && Arrays.equals(separator, 0, separator.length, output, written, length);
    }

    /** Guesses the next value and what follows it. */
    CopiedGuess nextValue(int most) {
        int start = isGap(place) ? place + gap.length : place;
        return guess(start, most, true);
    }

    /** Guesses that a value goes on as the document does at a place. */
    CopiedGuess goOn(int start, int most) {
        return guess(start, most, false);
    }

    private CopiedGuess guess(int start, int most, boolean opens) {
        CopiedGuess guess = new CopiedGuess(start, opens, most);
        int next = start;
        boolean opening = opens;
        while (!guess.isFull() && next < document.size()) {
            if (!opening && isGap(next)) {
                int copied = guess.length();
                for (int token : separator) {
                    guess.add(token, next, copied);
                }
                next += gap.length;
                opening = true;
            } else {
                next++;
                int[] tokens = opening ? document.opening(next - 1) : new int[] {document.token(next - 1)};
                for (int token : tokens) {
                    guess.add(token, next, guess.length() + 1);
                }
                opening = false;
            }
        }
        return guess;
    }

    private boolean isGap(int at) {
        if (gap.length == 0 || at + gap.length > document.size()) {
            return false;
        }
        for (int i = 0; i < gap.length; i++) {
            if (document.token(at + i) != gap[i]) {
                return false;
            }
        }
        return true;
    }

    /** A next value was guessed and did not come. */
    void missed() {
        misses++;
    }

    /**
     * Goes on to what was guessed right.
     *
     * @param same how many tokens before the guess are the same in the output and before the guess's place
     * @param output what is written
     * @param length how much of it was written before the guess
     * @param right how many tokens of the guess were right, at least one
     */
    void follow(CopiedGuess guess, int same, int[] output, int length, int right) {
        misses = 0;
        if (begun) {
            learn(guess.place() - same, output, length - same);
        }
        begun = true;
        place = guess.placeBehind(right);
        written = length + guess.lengthBehind(right);
    }

    private void learn(int copied, int[] output, int length) {
        int skipped = copied - place;
        int between = length - written;
        if (skipped < 1 || skipped > LONGEST_GAP || between < 1 || between > LONGEST_SEPARATOR) {
            return;
        }
        gap = new int[skipped];
        Arrays.setAll(gap, i -> document.token(place + i));
        separator = Arrays.copyOfRange(output, written, length);
    }
}
