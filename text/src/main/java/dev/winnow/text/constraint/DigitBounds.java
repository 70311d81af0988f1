package dev.winnow.text.constraint;

import dev.winnow.text.constraint.DigitDivisors.Span;
import dev.winnow.text.schema.NumberGrid;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of a number's magnitude as digits, before and after the point. How the first digits of a number compare
 * with a bound is negative, zero or positive; where they are equal and nothing that follows can break the bound, it
 * counts as kept already.
 */
final class DigitBounds {
    private final BigInteger low;
    private final BigInteger high;
    private final String lowDigits;
    private final String highDigits;
    private final int scale;

    /** From which digit on the lower bound has nothing but zeros, and the upper bound nothing but nines. */
    private final int lowZerosFrom;

    private final int highNinesFrom;
    private final DigitDivisors divisors;
    private final DigitBounds open;

    /** Takes a grid of magnitudes that has points. */
    DigitBounds(NumberGrid magnitudes, DigitDivisors divisors) {
        this(magnitudes.low(), magnitudes.high(), magnitudes.scale(), divisors);
    }

    private DigitBounds(BigInteger low, BigInteger high, int scale, DigitDivisors divisors) {
        this.low = low;
        this.high = high;
        this.scale = scale;
        this.divisors = divisors;
        this.lowDigits = padded(low);
        this.highDigits = padded(high);
        this.lowZerosFrom = lastFrom(lowDigits, '0');
        this.highNinesFrom = lastFrom(highDigits, '9');
        boolean isOpen = lowZerosFrom == 0 && lowDigits.length() == scale + 1 && highNinesFrom == 0;
        this.open = isOpen ? this : new DigitBounds(BigInteger.ZERO, most(), scale, divisors);
    }

    private BigInteger most() {
        return DigitDivisor.ten(highDigits.length()).subtract(BigInteger.ONE);
    }

    private String padded(BigInteger magnitude) {
        String digits = magnitude.toString();
        return "0".repeat(Math.max(0, scale + 1 - digits.length())) + digits;
    }

    private static int lastFrom(String digits, char last) {
        int from = digits.length();
        while (from > 0 && digits.charAt(from - 1) == last) {
            from--;
        }
        return from;
    }

    DigitDivisors divisors() {
        return divisors;
    }

    /** How many digits may stand after the point. */
    int scale() {
        return scale;
    }

    /** How many digits may stand before the point. */
    int mostWhole() {
        return highDigits.length() - scale;
    }

    /**
     * Bounds that say the same of digits that have so many before the point and keep these bounds already, whatever
     * follows. Those of positive and negative numbers are mostly equal: after the sign has no say, they share places.
     */
    DigitBounds onceKept(int wholeDigits, int soFarLow, int soFarHigh) {
        return soFarLow > 0 && soFarHigh < 0 && wholeDigits >= leastWhole() ? open : this;
    }

    /** How many places of digits may be told apart, at most. */
    double mostPlaces() {
        double apart = divisors.distinct() + 2;
        return 2 * apart * (highDigits.length() + 2);
    }

    /** How many digits must stand before the point. */
    int leastWhole() {
        return lowDigits.length() - scale;
    }

    /** How no digits at all compare with the lower bound. */
    int low() {
        return lowZerosFrom == 0 ? 1 : 0;
    }

    /** How no digits at all compare with the upper bound. */
    int high() {
        return highNinesFrom == 0 ? -1 : 0;
    }

    /** How digits before the point compare with as many of the lower bound, with one more, which has this index. */
    int lowWithWhole(int soFar, int index, int value) {
        return index >= leastWhole() ? 1 : lowWith(soFar, index, value);
    }

    int highWithWhole(int soFar, int index, int value) {
        return index >= mostWhole() ? 1 : highWith(soFar, index, value);
    }

    int lowWithFraction(int soFar, int index, int value) {
        return lowWith(soFar, leastWhole() + index, value);
    }

    int highWithFraction(int soFar, int index, int value) {
        return highWith(soFar, mostWhole() + index, value);
    }

    private int lowWith(int soFar, int index, int value) {
        int with = soFar == 0 ? Integer.signum(value - lowDigits.charAt(index)) : soFar;
        return with == 0 && index + 1 >= lowZerosFrom ? 1 : with;
    }

    private int highWith(int soFar, int index, int value) {
        int with = soFar == 0 ? Integer.signum(value - highDigits.charAt(index)) : soFar;
        return with == 0 && index + 1 >= highNinesFrom ? -1 : with;
    }

    /** How a number compares with the lower bound that has so many digits before the point: the longer is larger. */
    int lowOfWhole(int digits, int soFar) {
        int longer = Integer.compare(digits, leastWhole());
        return longer != 0 ? longer : soFar;
    }

    int highOfWhole(int digits, int soFar) {
        int longer = Integer.compare(digits, mostWhole());
        return longer != 0 ? longer : soFar;
    }

    /** What so many digits more may be, up to the scale's last; null if the bounds are broken already. */
    @Nullable
    Span span(int soFarLow, int soFarHigh, int digits) {
        if (soFarLow < 0 || soFarHigh > 0) {
            return null;
        }
        BigInteger unit = DigitDivisor.ten(digits);
        return new Span(
                soFarLow == 0 ? low.mod(unit) : BigInteger.ZERO,
                soFarHigh == 0 ? high.mod(unit) : unit.subtract(BigInteger.ONE));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DigitBounds bounds
                        && low.equals(bounds.low)
                        && high.equals(bounds.high)
                        && divisors == bounds.divisors);
    }

    @Override
    public int hashCode() {
        return 31 * low.hashCode() + high.hashCode();
    }
}
