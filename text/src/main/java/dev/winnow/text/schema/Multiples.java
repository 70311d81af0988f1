package dev.winnow.text.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** What divides what, among decimals without trailing zeros. Divisors are positive. */
final class Multiples {
    private Multiples() {}

    /** Whether a number, however large or small, is a whole multiple of a divisor. */
    static boolean isMultiple(BigDecimal number, BigDecimal divisor) {
        if (number.signum() == 0) {
            return true;
        }
        // The number has no trailing zeros: with more decimals than the divisor it is none of its multiples.
        long shift = (long) divisor.scale() - number.scale();
        if (shift < 0) {
            return false;
        }
        BigInteger modulus = divisor.unscaledValue();
        return BigInteger.TEN
                        .modPow(BigInteger.valueOf(shift), modulus)
                        .multiply(number.unscaledValue())
                        .mod(modulus)
                        .signum()
                == 0;
    }

    /** The least number that is a multiple of them all; nothing if there are none. */
    static Optional<BigDecimal> common(List<BigDecimal> divisors) {
        return divisors.stream().reduce(Multiples::common);
    }

    private static BigDecimal common(BigDecimal one, BigDecimal other) {
        int scale = Math.max(one.scale(), other.scale());
        BigInteger a = one.setScale(scale).unscaledValue();
        BigInteger b = other.setScale(scale).unscaledValue();
        return new BigDecimal(a.divide(a.gcd(b)).multiply(b), scale).stripTrailingZeros();
    }

    /**
     * Ordered and different, without those whose multiples take in another's: whoever is its multiple is theirs too.
     */
    static List<BigDecimal> withoutDivisorsOfOthers(List<BigDecimal> divisors) {
        return without(divisors, (divisor, other) -> isMultiple(other, divisor));
    }

    /** Ordered and different, without multiples of others: whoever is no multiple of the other is none of theirs. */
    static List<BigDecimal> withoutMultiplesOfOthers(List<BigDecimal> divisors) {
        return without(divisors, Multiples::isMultiple);
    }

    private static List<BigDecimal> without(
            List<BigDecimal> divisors, BiPredicate<BigDecimal, BigDecimal> isImpliedBy) {
        List<BigDecimal> different = divisors.stream()
                .map(BigDecimal::stripTrailingZeros)
                .distinct()
                .sorted()
                .toList();
        if (different.size() < 2) {
            return different;
        }
        return different.stream()
                .filter(one -> different.stream()
                        .noneMatch(other -> other.compareTo(one) != 0 && isImpliedBy.test(one, other)))
                .toList();
    }
}
