package dev.winnow.text.constraint;

import dev.winnow.text.constraint.Remainders.Remainder;
import java.math.BigInteger;

/**
 * One divisor of a grid's points, asked of digits that come one by one. After 123, a multiple of 1000 needs three
 * digits more, as it does after 45: they leave the same. So places are few, also for large divisors that are round.
 */
final class DigitDivisor {
    private static final BigInteger[] TENS = new BigInteger[64];

    static {
        for (int i = 0; i < TENS.length; i++) {
            TENS[i] = BigInteger.TEN.pow(i);
        }
    }

    private final BigInteger divisor;
    private final int scale;

    /** Takes a divisor of points, and how many digits they have after the decimal point. */
    DigitDivisor(BigInteger divisor, int scale) {
        this.divisor = divisor;
        this.scale = scale;
    }

    static BigInteger ten(int power) {
        return power < TENS.length ? TENS[power] : BigInteger.TEN.pow(power);
    }

    BigInteger divisor() {
        return divisor;
    }

    /** What no digits leave. */
    Remainder none() {
        return new Remainder(BigInteger.ZERO, scale);
    }

    /** What is left with one digit more before the point. */
    Remainder withWhole(Remainder soFar, int digit) {
        BigInteger value = with(soFar, digit);
        int least = Math.max(soFar.least() - 1, scale);
        while (!isNear(value, least)) {
            least++;
        }
        return new Remainder(remaining(value, least), least);
    }

    /** What is left at the point. */
    Remainder atPoint(Remainder soFar) {
        return soFar.least() > scale ? Remainder.NEVER : soFar;
    }

    /** What is left with one digit more after the point, and so many that may come after it. */
    Remainder withFraction(Remainder soFar, int digit, int left) {
        if (soFar.equals(Remainder.NEVER)) {
            return soFar;
        }
        BigInteger value = with(soFar, digit);
        return isNear(value, left) ? new Remainder(remaining(value, left), left) : Remainder.NEVER;
    }

    private static BigInteger with(Remainder soFar, int digit) {
        return soFar.value().multiply(BigInteger.TEN).add(BigInteger.valueOf(digit));
    }

    private boolean isNear(BigInteger value, int digits) {
        return missing(value, digits).compareTo(ten(digits)) < 0;
    }

    /** With so many digits to follow, more is not told apart. */
    private BigInteger remaining(BigInteger value, int digits) {
        return value.mod(divisor.divide(divisor.gcd(ten(digits))));
    }

    /** The least number that makes a multiple, if it follows as so many digits, and has so many. */
    BigInteger missing(Remainder soFar, int digits) {
        return missing(soFar.value(), digits);
    }

    private BigInteger missing(BigInteger value, int digits) {
        return value.multiply(ten(digits)).negate().mod(divisor);
    }
}
