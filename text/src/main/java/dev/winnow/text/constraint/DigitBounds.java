package dev.winnow.text.constraint;

import java.math.BigInteger;

/**
 * The bounds of a number's magnitude as digits, before and after the point.
 *
 * @param lowWhole digits of the least magnitude before the point, at least one
 * @param lowFraction its digits after the point, as many as the scale
 * @param highWhole digits of the greatest magnitude before the point, at least one
 * @param highFraction its digits after the point, as many as the scale
 */
record DigitBounds(String lowWhole, String lowFraction, String highWhole, String highFraction) {
    /** The bounds {@code low <= magnitude * 10^scale <= high}, neither negative. */
    static DigitBounds of(BigInteger low, BigInteger high, int scale) {
        String lowDigits = padded(low, scale);
        String highDigits = padded(high, scale);
        return new DigitBounds(
                lowDigits.substring(0, lowDigits.length() - scale),
                lowDigits.substring(lowDigits.length() - scale),
                highDigits.substring(0, highDigits.length() - scale),
                highDigits.substring(highDigits.length() - scale));
    }

    private static String padded(BigInteger magnitude, int scale) {
        String digits = magnitude.toString();
        return "0".repeat(Math.max(0, scale + 1 - digits.length())) + digits;
    }

    int scale() {
        return lowFraction.length();
    }

    /** Whether the least magnitude has nothing but zeros from this digit after the point on. */
    boolean lowIsZeroFrom(int digit) {
        return lowFraction.chars().skip(digit).allMatch(c -> c == '0');
    }
}
