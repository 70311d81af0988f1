package dev.winnow.text.schema;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a {@link NumberSet} that an output may write, as integers: each point of the grid stands for itself
 * times {@code 10^-scale}. Scale 0 is an integer, written without a point.
 *
 * @param low no point is below it; without any point it may be above {@code high}
 * @param high no point is above it
 * @param scale digits after the point at most
 * @param step all points are multiples of it
 * @param excluded no point is a multiple of any of these
 */
public record NumberGrid(BigInteger low, BigInteger high, int scale, BigInteger step, List<BigInteger> excluded) {
    /** Digits before the point, where neither bounds nor divisors have more. */
    public static final int WHOLE_DIGITS = 21;

    /** Digits after the point, where neither bounds nor divisors have more. */
    public static final int FRACTION_DIGITS = 20;

    /** Digits before the point, and after it, at most. Bounds that have more are rounded into what can be written. */
    public static final int MOST_DIGITS = 400;

    /** Copies what is excluded. */
    public NumberGrid {
        if (scale < 0 || step.signum() <= 0) {
            throw new IllegalArgumentException("no grid has scale " + scale + " and step " + step);
        }
        excluded = List.copyOf(excluded);
    }

    static NumberGrid of(NumberSet set) {
        Optional<BigDecimal> divisor = Multiples.common(set.multiplesOf());
        int scale = scale(set, divisor);
        BigInteger beyond = BigInteger.TEN.pow(wholeDigits(set, divisor) + scale);
        BigInteger largest = beyond.subtract(BigInteger.ONE);
        BigDecimal negatedHigh = set.high() == null ? null : set.high().negate();
        return new NumberGrid(
                lowest(set.low(), set.lowExclusive(), scale, largest),
                lowest(negatedHigh, set.highExclusive(), scale, largest).negate(),
                scale,
                // Of a divisor beyond the largest point, only zero is a multiple; a round one is easier to handle.
                divisor.map(one -> onGrid(one, scale).min(beyond)).orElse(BigInteger.ONE),
                set.notMultiplesOf().stream()
                        .map(one -> onGrid(one, scale).min(beyond))
                        .distinct()
                        .toList());
    }

    private static int scale(NumberSet set, Optional<BigDecimal> divisor) {
        int scale = divisor.isPresent() ? Math.max(0, divisor.get().scale()) : freeScale(set);
        // One number alone has one form, the shortest.
        BigDecimal low = set.low();
        return low != null && set.isBetweenEqualBounds() ? Math.min(scale, Math.max(0, low.scale())) : scale;
    }

    private static int freeScale(NumberSet set) {
        // One digit more than a divisor has is enough for numbers that are no multiples of it.
        Stream<Integer> divisors = set.notMultiplesOf().stream().map(one -> Math.min(one.scale() + 1, MOST_DIGITS));
        return Stream.concat(bounds(set).map(BigDecimal::scale), divisors)
                .filter(digits -> digits <= MOST_DIGITS)
                .reduce(FRACTION_DIGITS, Math::max);
    }

    private static int wholeDigits(NumberSet set, Optional<BigDecimal> divisor) {
        return (int) (long) Stream.concat(bounds(set), divisor.stream())
                .map(NumberGrid::digitsBeforePoint)
                .filter(digits -> digits <= MOST_DIGITS)
                .reduce((long) WHOLE_DIGITS, Math::max);
    }

    private static Stream<BigDecimal> bounds(NumberSet set) {
        return Stream.concat(Stream.ofNullable(set.low()), Stream.ofNullable(set.high()));
    }

    static long digitsBeforePoint(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }

    /** The first point that a bound allows; one beyond the largest where it allows none. */
    private static BigInteger lowest(@Nullable BigDecimal bound, boolean exclusive, int scale, BigInteger largest) {
        if (bound == null || digitsBeforePoint(bound) > MOST_DIGITS) {
            return bound == null || bound.signum() < 0 ? largest.negate() : largest.add(BigInteger.ONE);
        }
        BigInteger point;
        if (bound.scale() > scale && digitsBeforePoint(bound) <= -scale) {
            // Between zero and the points beside it; it may have too many zeros to be rounded by division.
            point = bound.signum() > 0 ? BigInteger.ONE : BigInteger.ZERO;
        } else {
            point = bound.setScale(scale, RoundingMode.CEILING).unscaledValue();
        }
        boolean onBound = exclusive && bound.scale() <= scale;
        return (onBound ? point.add(BigInteger.ONE) : point).max(largest.negate());
    }

    /** The least point above zero that is a multiple of a divisor. */
    private static BigInteger onGrid(BigDecimal divisor, int scale) {
        if (divisor.scale() <= scale) {
            return divisor.setScale(scale).unscaledValue();
        }
        BigInteger unit = BigInteger.TEN.pow(divisor.scale() - scale);
        return divisor.unscaledValue().divide(divisor.unscaledValue().gcd(unit));
    }

    /** Whether it has no point. */
    public boolean isEmpty() {
        return next(low) == null;
    }

    /** The first point that is not below this one, null if there is none. */
    public @Nullable BigInteger next(BigInteger least) {
        if (excluded.stream().anyMatch(divisor -> step.mod(divisor).signum() == 0)) {
            return null;
        }
        BigInteger from = least.max(low);
        BigInteger point = from.add(from.negate().mod(step));
        // Not for long: multiples of few divisors never fill long runs.
        while (point.compareTo(high) <= 0 && isExcluded(point)) {
            point = point.add(step);
        }
        return point.compareTo(high) <= 0 ? point : null;
    }

    private boolean isExcluded(BigInteger point) {
        return excluded.stream().anyMatch(divisor -> point.mod(divisor).signum() == 0);
    }

    /** The numbers in order, nothing if they are more than that. */
    Optional<List<BigDecimal>> values(int most) {
        List<BigDecimal> values = new ArrayList<>();
        for (BigInteger point = next(low); point != null; point = next(point.add(BigInteger.ONE))) {
            if (values.size() == most) {
                return Optional.empty();
            }
            values.add(new BigDecimal(point, scale).stripTrailingZeros());
        }
        return Optional.of(List.copyOf(values));
    }

    /** The magnitudes of its negative numbers, as a grid of its own. */
    public NumberGrid negatives() {
        return new NumberGrid(high.negate().max(BigInteger.ONE), low.negate(), scale, step, excluded);
    }

    /** Its numbers that are not negative. */
    public NumberGrid notNegatives() {
        return new NumberGrid(low.max(BigInteger.ZERO), high, scale, step, excluded);
    }
}
