package dev.winnow.text.constraint;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The digits of a number so far, as far as they matter. Whether they can still become a number of its set depends only
 * on how many they are, on how they compare with the first digits of the bounds, and on what they leave when divided.
 * All is found by arithmetic, so it matters little how many such places there are.
 */
sealed interface Digits permits StartDigits, WholeDigits, FractionDigits {
    /** What a byte makes of them; null if no number of the set begins so. */
    @Nullable
    Digits step(int value);

    /** Whether they are a number of the set. */
    boolean canEnd();

    /** How many bytes lead to the nearest number of the set. */
    int distance();

    /** The least count of digits after the point, from one to another, with which some number is complete. */
    static int leastFraction(int least, int most, IntPredicate isComplete) {
        int low = least;
        int high = most;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isComplete.test(middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    static boolean isDigit(int value) {
        return '0' <= value && value <= '9';
    }
}
